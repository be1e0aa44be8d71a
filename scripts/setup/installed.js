/**
 * Whether what npm noted as installed is what the lock file names. Optional packages may be absent: they are for
 * other systems.
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} Package
 * @param {Readonly<Record<string, Package>>} named packages of `package-lock.json` by their path
 * @param {Readonly<Record<string, Package>>} present packages of `node_modules/.package-lock.json` by their path
 */
export function isInstalled(named, present) {
  const asNamed = Object.entries(named).every(([path, { version, integrity, optional = false }]) => {
    const there = present[path];
    if (there === undefined) return optional || path === '';
    return there.version === version && there.integrity === integrity;
  });
  return asNamed && Object.keys(present).every((path) => path in named);
}
