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

  let leading = false;
  let queued = false;
  let resign = () => {};
  /** Holds the lock, and with it the stream, until the tab is left or robbed of it. */
  const lead = () =>
    new Promise((done) => {
      leading = true;
      clearTimeout(asking);
      const stop = alone({ state: (state) => tell({ state }), connected: (connected) => tell({ connected }) });
      resign = () => {
        leading = false;
        stop();
        done();
      };
    });
  const queue = () => {
    if (queued || leave.signal.aborted) return;
    queued = true;
    const next = () => {
      queued = false;
      return lead();
    };
    navigator.locks.request(NAME, { signal: leave.signal }, next).catch(robbed);
  };
  const rob = () => navigator.locks.request(NAME, { steal: true }, lead).catch(robbed);
  const robbed = () => {
    resign();
    queue();
  };

  /** Asks who listens. One that does not answer sleeps, and is not waited for. */
  const ask = () => {
    if (leading || document.hidden) return;
    clearTimeout(asking);
    asking = setTimeout(rob, ANSWER);
    channel.postMessage({ who: true });
  };
  channel.onmessage = ({ data: { who, news } }) => {
    if (who && leading) channel.postMessage({ news: last });
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
    resign();
    channel.close();
  };
}
