import { bytesOf } from '../../../formats/content.ts';
import type { Package } from '../../../model/package.ts';
import type { Reading } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';

/** LuaRocks installs nothing whose folders and file name do not agree with each other. */
const place = /(?:^|\/)rocks(?:-\d[\d.]*)?\/([a-z0-9][a-z0-9._-]*)\/(\d[\w.]*-\d+|(?:scm|dev|cvs)-\d+)\/\1-\2\.rockspec$/i;
const utf8 = new TextDecoder();
const longestBytes = 256 * 1024;

/**
 * Lua rocks, from the specification that LuaRocks keeps of each installed one.
 *
 * out     one package, named by its folders, its version with the revision: `1.0.2-1`; `likely` where the specification does not say
 *         the same in so many words
 * gaps    none
 * source  LuaRocks wiki, "File locations" and "Rockspec format"
 */
export const luarocks = Object.freeze<Cataloger>({
  id: 'luarocks',
  about: {
    title: 'Lua rocks',
    source: 'https://github.com/luarocks/luarocks/blob/main/docs/rockspec_format.md',
    reads: ['`rocks-LUA/NAME/VERSION/NAME-VERSION.rockspec`, in any tree'],
    limits: [
      'specifications elsewhere: part of a source tree',
      'the `manifest` of a tree: it repeats what the specifications say',
      'Lua, LuaJIT and OpenResty themselves, and modules that were copied',
    ],
  },
  maxBytes: 4 * 1024 * 1024,
  endings: ['.rockspec'],
  wants: ({ path }) => path.endsWith('.rockspec') && path.length < 4096 && place.test(path),
  read: readFile,
});

function readFile({ path, content }: LayerFile): Reading<Package> {
  const [, name = '', version = ''] = place.exec(path) ?? [];
  const text = utf8.decode(bytesOf(content).subarray(0, longestBytes));
  const license = statedIn(text, 'license');
  const isSaid = statedIn(text, 'package')?.toLowerCase() === name.toLowerCase() && statedIn(text, 'version') === version;
  const item: Package = {
    type: 'luarocks',
    name,
    version,
    // A version and the revision of its specification: as rpm reads version and release.
    scheme: 'rpm',
    ...(license && { license }),
    certainty: isSaid ? 'certain' : 'likely',
    path,
  };
  return { items: [item], gaps: [] };
}

/** The first assignment of a plain text to a name: `package = "lpeg"`. */
function statedIn(text: string, name: string): string | undefined {
  return new RegExp(`(?:^|[\\s{,])${name} {0,8}= {0,8}["']([^"'\\\\\\n]{1,200})["']`).exec(text)?.[1];
}
