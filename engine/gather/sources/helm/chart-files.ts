import { posix } from 'node:path/posix';
import { gunzipSync } from 'node:zlib';
import { createTarParser } from '../../../formats/tar/parse-tar.ts';
import type { SourceFiles } from '../ports.ts';
import type { TextFile } from '../text-line.ts';

/** The files of one chart, whether they lie in a folder or in an archive. */
export interface ChartFiles {
  /** Relative to the chart, sorted; those of subcharts too. */
  readonly paths: readonly string[];
  read(path: string): string | undefined;
  placeOf(path: string): TextFile;
  /** The files below a folder of it, as a chart of their own. */
  below(folder: string): ChartFiles;
  /** A packed chart in it; undefined where it cannot be unpacked. */
  packed(path: string): ChartFiles | undefined;
  /** The chart in a folder that lies elsewhere; undefined where there is none, or this one is packed. */
  beside(path: string): ChartFiles | undefined;
}

/** Charts are texts; one that unpacks to more is not looked into. */
const maxUnpackedBytes = 64 * 1024 * 1024;
const maxPaths = 20_000;

/** A chart in a folder. */
export function folderOf(at: string, files: SourceFiles): ChartFiles {
  let paths: readonly string[] | undefined;
  return {
    get paths() {
      paths ??= pathsBelow(at, files).map((path) => posix.relative(at, path));
      return paths;
    },
    read: (path) => files.readText(posix.join(at, path)),
    placeOf: (path) => ({ file: posix.join(at, path) }),
    below: (folder) => folderOf(posix.join(at, folder), files),
    packed: (path) => packedOf(posix.join(at, path), files.readBytes?.(posix.join(at, path))),
    beside: (path) => {
      const other = posix.join(at, path);
      return files.kindOf(posix.join(other, 'Chart.yaml')) === 'file' ? folderOf(other, files) : undefined;
    },
  };
}

/**
 * A packed chart.
 *
 * in      its path; the bytes of a `.tgz` whose entries lie in one folder
 * out     undefined where it cannot be unpacked
 */
export function packedOf(file: string, bytes: Uint8Array | undefined): ChartFiles | undefined {
  const opened = bytes && unpack(bytes);
  return opened && entriesOf({ file, ...opened });
}

interface Packed {
  readonly file: string;
  readonly entries: ReadonlyMap<string, Uint8Array>;
  /** Folder of the chart in the archive. */
  readonly root: string;
  /** The path of an archive in the archive. */
  readonly outer?: string;
}

function entriesOf({ file, entries, root, outer }: Packed): ChartFiles {
  const inside = `${root}/`;
  const bytesOf = (path: string): Uint8Array | undefined => entries.get(posix.join(root, path));
  const named = (path: string): string => (outer === undefined ? '' : `${outer}/`) + posix.join(root, path);
  return {
    paths: [...entries.keys()]
      .filter((path) => path.startsWith(inside))
      .map((path) => path.slice(inside.length))
      .toSorted(),
    read: (path) => {
      const bytes = bytesOf(path);
      return bytes && Buffer.from(bytes).toString('utf8');
    },
    placeOf: (path) => ({ file, entry: named(path) }),
    below: (folder) => entriesOf({ file, entries, root: posix.join(root, folder), ...(outer !== undefined && { outer }) }),
    packed: (path) => {
      const bytes = bytesOf(path);
      const opened = bytes && unpack(bytes);
      return opened && entriesOf({ file, ...opened, outer: named(path) });
    },
    beside: () => undefined,
  };
}

function unpack(bytes: Uint8Array): Pick<Packed, 'entries' | 'root'> | undefined {
  const entries = new Map<string, Uint8Array>();
  const parser = createTarParser({
    entry: ({ kind, path }) => {
      if (kind !== 'file' || entries.size >= maxPaths) return undefined;
      const chunks: Uint8Array[] = [];
      return {
        write: (chunk) => void chunks.push(Uint8Array.from(chunk)),
        end: () => void entries.set(path, Buffer.concat(chunks)),
      };
    },
    gap: () => undefined,
  });
  try {
    parser.push(gunzipSync(bytes, { maxOutputLength: maxUnpackedBytes }));
    parser.end();
  } catch {
    return undefined;
  }
  const root = [...entries.keys()].map((path) => path.split('/')).find(([, name]) => name === 'Chart.yaml')?.[0];
  return root === undefined ? undefined : { entries, root };
}

function pathsBelow(folder: string, files: SourceFiles, depth = 0): readonly string[] {
  if (files.kindOf(folder) === 'file' || depth > 20) return [folder];
  return files.list(folder).flatMap((name) => pathsBelow(posix.join(folder, name), files, depth + 1));
}
