/** Where a `package.json` lies: an installed dependency, or something outside `node_modules` that may be an application. */
export type Placement = 'installed' | 'application';

/** The second form is the store of Yarn's pnpm linker, to which the folders with the names of packages are links. */
const installed = /(?:^|\/)node_modules\/(?:(?:@[^/]+\/)?[^/@.][^/]*|\.store\/[^/]+\/package)\/package\.json$/;
const dependency = /^(?:.*?\/)?node_modules\/(?:@[^/]+\/)?[^/]+\//;
const fixture = /(?:^|\/)(?:tests?|__tests__|fixtures|__fixtures__)\//;

/**
 * What the path of a `package.json` says about it.
 *
 * out     undefined when it is part of another package, or a fixture of one
 */
export function findPlacement(path: string): Placement | undefined {
  if (path !== 'package.json' && !path.endsWith('/package.json')) return undefined;
  if (path.includes('node_modules/')) return installed.test(path) && !liesInFixture(path) ? 'installed' : undefined;
  return fixture.test(path) ? undefined : 'application';
}

/** Looks below the outermost dependency only: a whole application may stand in a folder named `test`, and a package may be named so. */
function liesInFixture(path: string): boolean {
  const inside = path.replace(dependency, '');
  return fixture.test(inside.replace(/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/g, ''));
}
