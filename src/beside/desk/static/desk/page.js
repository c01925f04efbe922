// @ts-check
// The desk's plain pages: drafts kept, forms saved as they are typed, problems brought into view.

import { startAutosave, startDrafts } from "./drafts.js";

startDrafts(document.body.dataset.person || "", null);
startAutosave();
/** @type {HTMLElement | null} */ (document.querySelector("[data-errors]"))?.focus();
