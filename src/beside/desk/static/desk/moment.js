// @ts-check
/* Asks again by itself after the seconds that the page names. Without scripts the button does the same. */

const form = document.querySelector('form[data-again]');
if (form instanceof HTMLFormElement) setTimeout(function () { form.submit(); }, Number(form.dataset.again) * 1000);
