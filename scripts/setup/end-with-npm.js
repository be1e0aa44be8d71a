/** How often it is looked whether npm still runs, ms. */
const lookEachMs = 250;

/**
 * Ends this process as SIGTERM does once the npm that runs it is gone: npm and its shell end on SIGTERM without telling
 * what they run.
 */
export function endWithNpm() {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    process.kill(process.pid, 'SIGTERM');
  }, lookEachMs);
  look.unref();
}
