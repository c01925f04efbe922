// @ts-check
/* The socket: opens, resumes, and says things until they are acknowledged.
 * One link serves every conversation of a page. ES2018, no dependencies. */

const QUIET_LIMIT = 30000; // the server beats every 12 s; silence this long is a dead line
const LONGEST_WAIT = 8000;
export const AGAIN = ["unavailable", "ours"]; // refusals that pass: the same words go again by themselves

/** @typedef {{t: string, c?: string, [name: string]: any}} Frame
 *  @typedef {{after: () => number, hear: (frame: Frame) => void}} Watch */

/** @param {string} side @returns {string} the socket's address on this host */
function address(side) {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return scheme + "//" + location.host + "/live" + (side ? "?side=" + side : "");
}

export class Link {
  /** @param {string} [side] "seeker" on the seeker's pages: one browser may hold a staff sign-in too */
  constructor(side) {
    this.side = side || "";
    /** @type {Map<string, Watch>} */
    this.watches = new Map();
    /** @type {Map<string, Frame>} */
    this.unsaid = new Map();
    /** @type {Map<string, Array<(frame: Frame) => void>>} */
    this.listeners = new Map();
    /** @type {WebSocket | null} */
    this.socket = null;
    this.tries = 0;
    this.told = 0; // when the server asked us to come back, in ms
    this.heard = Date.now();
    this.stopped = false;
    this.retry = 0;
    this.wake = this.wake.bind(this);
    window.addEventListener("online", this.wake);
    window.addEventListener("pageshow", this.wake);
    document.addEventListener("visibilitychange", this.wake);
    window.setInterval(() => this.check(), 5000);
    this.connect();
  }

  /** @param {string} type @param {(frame: Frame) => void} hear */
  on(type, hear) {
    const known = this.listeners.get(type) || [];
    this.listeners.set(type, known.concat(hear));
  }

  /** @param {string} conversation @param {Watch} watch */
  watch(conversation, watch) {
    this.watches.set(conversation, watch);
    this.resume(conversation);
  }

  /** Follow no longer. @param {string} conversation */
  unwatch(conversation) { this.watches.delete(conversation); }

  /** Ask for everything after what is shown. @param {string} conversation */
  resume(conversation) {
    const watch = this.watches.get(conversation);
    if (watch) this.send({ t: "open", c: conversation, after: watch.after() });
  }

  /** Say until acknowledged. @param {string} c @param {string} id @param {string} words @param {object} [about] */
  say(c, id, words, about) {
    const frame = about ? { t: "say", c, id, words, about } : { t: "say", c, id, words };
    this.unsaid.set(id, frame);
    if (!this.send(frame)) this.wake();
  }

  /** @param {Frame} frame @returns {boolean} whether it left */
  send(frame) {
    if (!this.socket || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  get open() { return !!this.socket && this.socket.readyState === WebSocket.OPEN; }

  connect() {
    if (this.stopped || (this.socket && this.socket.readyState < WebSocket.CLOSING)) return;
    const socket = new WebSocket(address(this.side));
    this.socket = socket;
    this.heard = Date.now();
    socket.addEventListener("open", () => this.opened());
    socket.addEventListener("message", (event) => this.hear(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => this.closed(socket, event));
  }

  opened() {
    this.tries = 0;
    this.tell({ t: "link", state: "open" });
    this.watches.forEach((_watch, conversation) => this.resume(conversation));
    this.unsaid.forEach((frame) => this.send(frame));
  }

  /** @param {Frame} frame */
  hear(frame) {
    this.heard = Date.now();
    if ((frame.t === "said" || frame.t === "no") && frame.id) {
      if (frame.t === "said" || !AGAIN.includes(frame.code)) this.unsaid.delete(frame.id);
      else window.setTimeout(() => this.again(frame.id), 2000);
    }
    if (frame.t === "bye" && frame.retry_after) this.told = frame.retry_after * 1000;
    if (frame.t === "resync") this.watches.forEach((_watch, c) => this.resume(c));
    const watch = frame.c ? this.watches.get(frame.c) : undefined;
    if (watch) watch.hear(frame);
    else if (frame.id && frame.t === "no") this.watches.forEach((one) => one.hear(frame));
    this.tell(frame);
  }

  /** @param {string} id */
  again(id) { if (this.unsaid.has(id)) this.send(/** @type {Frame} */ (this.unsaid.get(id))); }

  /** @param {WebSocket} socket @param {CloseEvent} event */
  closed(socket, event) {
    if (this.socket !== socket) return;
    this.socket = null;
    if (event.code === 4401) this.stopped = true;
    this.tell({ t: "link", state: event.code === 4401 ? "ended" : "lost" });
    const wait = this.told || Math.min(LONGEST_WAIT, 400 * Math.pow(2, this.tries)) * (0.6 + Math.random() * 0.6);
    this.tries += 1;
    this.told = 0;
    window.clearTimeout(this.retry);
    this.retry = window.setTimeout(() => this.connect(), wait);
  }

  /** The page is left: say nothing more, hear nothing more. */
  end() {
    this.stopped = true;
    this.unsaid.clear();
    if (this.socket) this.socket.close();
  }

  wake() {
    if (this.stopped || document.visibilityState === "hidden") return;
    this.check();
    if (!this.open) this.connect();
  }

  check() {
    if (this.open && Date.now() - this.heard > QUIET_LIMIT && this.socket) this.socket.close();
  }

  /** @param {Frame} frame */
  tell(frame) {
    (this.listeners.get(frame.t) || []).forEach((one) => one(frame));
  }
}
