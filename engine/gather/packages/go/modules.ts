import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';

/** Where the list of modules was found. */
export interface ModulesOrigin {
  readonly unit: string;
  readonly path: string;
}

/** What Go writes where a version is not known. */
const unversioned = '(devel)';

/**
 * The modules that a Go program was built from.
 *
 * in      lines of tab-separated fields: `path`, `mod`, `dep`, `=>` (replaces the line above), `build`
 * out     main module first, then dependencies as listed; a replacement in place of what it replaces. A local folder in place
 *         of a module leaves the module's name with the version `(devel)`: the code is changed, and how is not known
 * gaps    go-modules-unknown (an empty list), unreadable-line
 * source  Go 1.26 source, runtime/debug/mod.go, ParseBuildInfo
 */
export function readModules(text: string, origin: ModulesOrigin): Reading<Package> {
  if (text.trim() === '')
    return {
      items: [],
      gaps: [
        { code: 'go-modules-unknown', ...origin, detail: 'built without module information; what it is linked with is unknown' },
      ],
    };
  const modules: Module[] = [];
  const gaps: Gap[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const [key = '', path = '', version = ''] = line.split('\t');
    if (key === 'mod' || key === 'dep') modules.push({ path, version });
    else if (key === '=>') modules.push(replaced(modules.pop(), { path, version }));
    else if (key === '' || key === 'path' || key === 'build') continue;
    else gaps.push(unreadable(origin, `line ${index + 1} of the build information begins with an unknown word`));
  }
  const named = modules.filter((one) => one.path !== '');
  if (named.length < modules.length) gaps.push(unreadable(origin, 'the build information names a module without a path'));
  return { items: named.map((one) => toPackage(one, origin.path)), gaps };
}

interface Module {
  readonly path: string;
  readonly version: string;
}

/** Without a version, a replacement is a folder of the machine that built the program. */
function replaced(original: Module | undefined, by: Module): Module {
  const isFolder = by.version === '' || by.version === unversioned;
  return isFolder && original ? { path: original.path, version: unversioned } : by;
}

function toPackage({ path: name, version }: Module, path: string): Package {
  const known = version !== '' && version !== unversioned;
  return {
    type: 'golang',
    name,
    version: known ? version : unversioned,
    scheme: 'go',
    certainty: known ? 'certain' : 'likely',
    path,
  };
}

function unreadable(origin: ModulesOrigin, detail: string): Gap {
  return { code: 'unreadable-line', ...origin, detail };
}
