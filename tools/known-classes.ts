import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classDigest } from '../engine/formats/class-file/class-digest.ts';
import { bytesOf, contentOf } from '../engine/formats/content.ts';
import { openEntry } from '../engine/formats/zip/open-entry.ts';
import { zipEntries } from '../engine/formats/zip/zip-directory.ts';
import type { KnownArtifact } from '../engine/gather/packages/java/known-classes.ts';

/**
 * Makes an index of libraries by their classes, as JSON, out of their jars: `tools/known-classes.ts FOLDER`, with every released version
 * of each library as `GROUP!ARTIFACT!VERSION.jar` (`mvn dependency:copy` with a `destFileName` fetches them so).
 * A version that is left out is mistaken for its neighbor where they share their telling classes, so leave none out.
 */
const [folder = '.'] = process.argv.slice(2);
/** Classes that each library is looked for by. */
const mostClasses = 10;
/** Classes that advisories speak of, and that are looked for whether or not they tell versions apart. */
const named = ['org/apache/logging/log4j/core/lookup/JndiLookup.class'];

/** Class → digest. */
type Classes = ReadonlyMap<string, string>;

const libraries = new Map<string, Map<string, Classes>>();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.jar'))) {
  const [group, artifact, version = ''] = file.slice(0, -4).split('!');
  const name = `${group}:${artifact}`;
  libraries.set(name, (libraries.get(name) ?? new Map<string, Classes>()).set(version, readClasses(join(folder, file))));
}
const artifacts = [...libraries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, versions]) => describe(name, versions));
process.stdout.write(`${JSON.stringify(artifacts, null, 2)}\n`);

function readClasses(file: string): Classes {
  const content = contentOf(readFileSync(file));
  const classes = new Map<string, string>();
  for (const entry of zipEntries(content)) {
    if (entry.kind === 'flaw' || !/^(?!META-INF)[^$]*\.class$/.test(entry.name)) continue;
    const opened = openEntry(content, entry, { maxBytes: 4 * 1024 * 1024 });
    const digest = opened.kind === 'opened' ? classDigest(Buffer.from(bytesOf(opened.content))) : undefined;
    if (digest) classes.set(entry.name, digest);
  }
  return classes;
}

function describe(name: string, versions: ReadonlyMap<string, Classes>): KnownArtifact {
  const root = rootOf(versions);
  const classes = choose(versions).sort();
  return {
    name,
    root,
    classes: Object.fromEntries(classes.map((path) => [path.slice(root.length), versionsByDigest(path, versions)])),
  };
}

/** What the classes that most versions share have in common, of it at most three folders, and never the last. */
function rootOf(versions: ReadonlyMap<string, Classes>): string {
  const folders = frequent(versions).map((path) => path.split('/').slice(0, -1));
  const [first = []] = folders;
  const length = first.findIndex((part, index) => folders.some((parts) => parts[index] !== part));
  const common = length < 0 ? first : first.slice(0, length);
  return common
    .slice(0, Math.min(3, common.length - 1))
    .map((part) => `${part}/`)
    .join('');
}

function frequent(versions: ReadonlyMap<string, Classes>): string[] {
  const counts = new Map<string, number>();
  for (const classes of versions.values()) for (const path of classes.keys()) counts.set(path, (counts.get(path) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 0.6 * versions.size)
    .map(([path]) => path)
    .sort();
}

/** One class after another, each the one that tells most versions apart. */
function choose(versions: ReadonlyMap<string, Classes>): string[] {
  const candidates = frequent(versions);
  const chosen = named.filter((path) => candidates.includes(path));
  const split = (groups: readonly string[][], path: string) =>
    groups.flatMap((group) => [...Map.groupBy(group, (version) => versions.get(version)?.get(path) ?? '').values()]);
  let groups = chosen.reduce(split, [[...versions.keys()]]);
  while (chosen.length < mostClasses) {
    const scored = candidates.map((path) => ({ path, count: split(groups, path).length }));
    const best = scored.reduce((a, b) => (b.count > a.count ? b : a), { path: '', count: groups.length });
    if (best.path === '') break;
    chosen.push(best.path);
    groups = split(groups, best.path);
  }
  for (const group of groups.filter(({ length }) => length > 1)) process.stderr.write(`not told apart: ${group.join(' ')}\n`);
  return chosen;
}

function versionsByDigest(path: string, versions: ReadonlyMap<string, Classes>): string {
  const having = [...versions].flatMap(([version, classes]) => {
    const digest = classes.get(path);
    return digest ? [{ version, digest }] : [];
  });
  const groups = Map.groupBy(
    having.sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true })),
    ({ digest }) => digest,
  );
  return [...groups].map(([digest, group]) => [digest, ...group.map(({ version }) => version)].join(' ')).join('; ');
}
