// Runs before the first paint, so that a chosen theme does not flash. A file of its own: no inline script is needed for it.
try {
  const theme = localStorage.getItem('hubscope.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be forbidden; the page then follows the device.
}
