/** The hub that the page's address asks for with `?hub=`; null: none. */
export function hubOfAddress(): string | null {
  const hub = new URLSearchParams(window.location.search).get('hub');
  return hub === null || hub === '' ? null : hub;
}

/** The address of a hub's page, relative to this one. */
export function addressOfHub(hub: string): string {
  return `?${new URLSearchParams({ hub }).toString()}`;
}
