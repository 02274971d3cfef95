// The state of the preview, as the server tells it. Browsers open six connections
// to a server at most, and an event stream is one of them: so one tab listens and
// passes on what it hears. A lock says which; the next in the queue follows it.

const EVENTS = "/.sitegen/events";
const NAME = "sitegen";

/** How long a broken stream is none of the reader's business. */
const GRACE = 2000;
/** How long a tab waits for one that listens and may have been put to sleep. */
const ANSWER = 1500;
const RETRY = 1000;

/**
 * Listens until the page is left, and again when it comes back.
 * @param {{ state: (state: object) => void, connected: (is: boolean) => void }} heard
 */
function listen(heard) {
  const share = navigator.locks && "BroadcastChannel" in window ? sharing : alone;
  let stop = share(heard);
  // A page with open ends is not kept for "back".
  addEventListener("pagehide", () => { stop?.(); stop = null; });
  addEventListener("pageshow", () => { stop ??= share(heard); });
}

/** Listens to the server itself. */
function alone(heard) {
  let source, again, lost;
  const open = () => {
    source = new EventSource(EVENTS);
    source.addEventListener("open", () => {
      clearTimeout(lost);
      lost = 0;
      heard.connected(true);
    });
    source.addEventListener("state", ({ data }) => heard.state(JSON.parse(data)));
    source.addEventListener("error", () => {
      lost ||= setTimeout(() => heard.connected(false), GRACE);
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, RETRY);
    });
  };
  open();
  return () => {
    clearTimeout(again);
    clearTimeout(lost);
    source.close();
  };
}

/** Listens to the server or to another tab that does. */
function sharing(heard) {
  const channel = new BroadcastChannel(NAME);
  const leave = new AbortController();
  let last = {}; // what a tab that comes later must know
  let asking;

  const tell = (news) => {
    last = { ...last, ...news };
    channel.postMessage({ news });
    hear(news);
  };
  const hear = ({ state, connected }) => {
    if (connected !== undefined) heard.connected(connected);
    if (state) heard.state(state);
  };

  let queued = false;
  /** Gives back a lock, and ends the stream that goes with it: one, or for a moment two. */
  const held = new Set();
  const lock = (options) => {
    let release = () => {};
    const lead = () =>
      new Promise((done) => {
        if (!options.steal) queued = false;
        clearTimeout(asking);
        const stop = alone({ state: (state) => tell({ state }), connected: (connected) => tell({ connected }) });
        release = () => {
          held.delete(release);
          stop();
          done();
        };
        held.add(release);
      });
    // It fails when another tab steals the lock, and when this one is left.
    navigator.locks.request(NAME, options, lead).catch(() => {
      release();
      queue();
    });
  };
  const queue = () => {
    if (queued || leave.signal.aborted) return;
    queued = true;
    lock({ signal: leave.signal });
  };

  /** Asks who listens. One that does not answer sleeps, and is not waited for. */
  const ask = () => {
    if (held.size || document.hidden) return;
    clearTimeout(asking);
    asking = setTimeout(() => lock({ steal: true }), ANSWER);
    channel.postMessage({ who: true });
  };
  channel.onmessage = ({ data: { who, news } }) => {
    if (who && held.size) channel.postMessage({ news: last });
    if (!news) return;
    clearTimeout(asking);
    hear(news);
  };

  queue();
  ask();
  document.addEventListener("visibilitychange", ask);
  return () => {
    document.removeEventListener("visibilitychange", ask);
    clearTimeout(asking);
    leave.abort();
    for (const release of held) release();
    channel.close();
  };
}
