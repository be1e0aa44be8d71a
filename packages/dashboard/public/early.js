// Runs before the first paint, and while the page's own scripts still load. A file of its own: no inline script is needed for it.
{
  // A chosen theme does not flash.
  try {
    const theme = localStorage.getItem('hubscope.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage can be forbidden; the page then follows the device.
  }

  // The words of another language than English come in a file of their own; until then nothing is seen of the page.
  {
    const known = ['en', 'de'];
    const linked = new URLSearchParams(location.search).get('lang');
    let before = null;
    try {
      if (known.includes(linked)) localStorage.setItem('hubscope.language', linked);
      before = localStorage.getItem('hubscope.language');
    } catch {
      // As above.
    }
    const wished = [linked, before, ...navigator.languages.map((tag) => tag.toLowerCase().split('-')[0])];
    const lang = wished.find((each) => known.includes(each)) ?? 'en';
    document.documentElement.lang = lang;
    if (lang !== 'en') document.documentElement.dataset.words = 'awaited';
  }

  // Without a locale WebKitGTK calls its language C, which no formatter takes: charts would not even load.
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en' });
  }

  // The connection is made and the hub's picture asked for; live/early-socket.ts takes both over.
  const hub = new URLSearchParams(location.search).get('hub') || null;
  const address = new URL('/ws', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  if (hub !== null) address.searchParams.set('hub', hub);
  const socket = new WebSocket(address, 'hubscope.v1');
  const missed = [];
  socket.onopen = () => {
    socket.send(JSON.stringify({ action: 'subscribe', hub, components: 'all', signals: null }));
  };
  socket.onmessage = (event) => missed.push(event);
  window.hubscopeEarly = { address: address.href, socket, missed };
}
