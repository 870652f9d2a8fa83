import { posix } from 'node:path/posix';
import { type ChosenRoot, chooseKustomizations, isAside, isExample } from './choose-kustomizations.ts';
import { findOlderVersions, foldersAbove } from './older-versions.ts';
import type { Survey, SurveyedChart } from './survey.ts';

/** One entry of `sources`, as it is proposed. */
export interface ProposedSource {
  readonly kind: 'kustomize' | 'helm' | 'loftsman' | 'skopeo-sync' | 'image-list' | 'yaml' | 'dockerfile';
  readonly at: string;
  /** Further fields, in order. */
  readonly fields: readonly (readonly [string, string])[];
  /** Why it is proposed, or why not: one sentence without its full stop. */
  readonly why: string;
  /** Whether it stands in the file as an entry; else as a comment to uncomment. */
  readonly isActive: boolean;
  /** One of the parts of an active source, offered instead of it. */
  readonly isPart?: true;
}

/**
 * What a release is most likely made of.
 *
 * out     active ones first, in the order kustomizations, loftsman, charts, indexes, lists, manifests; never all of them inactive
 *         unless nothing but Dockerfiles is there
 */
export function proposeSources(survey: Survey): readonly ProposedSource[] {
  const roots = chooseKustomizations(survey.kustomizations);
  const [first] = roots.filter(({ role, parts }) => role === 'installed' && parts > 8);
  const older = findOlderVersions([
    ...survey.kustomizations.keys(),
    ...survey.charts.map(({ folder }) => folder),
    ...survey.manifests,
  ]);
  const releasedBy = first?.folder ?? survey.loftsman.find((path) => !isAside(path));
  const proposed = [
    ...roots.flatMap((root) => [fromRoot(root), ...partsOf(root, survey)]),
    ...fromLoftsman(survey),
    ...fromCharts(survey, releasedBy),
    ...survey.indexes.map((at) =>
      listed('skopeo-sync', at, 'an index of skopeo sync: the images that are copied for an installation'),
    ),
    ...survey.lists.map((at) => listed('image-list', at, 'every line is an image with a tag or a digest')),
    ...fromManifests(survey, { releasedBy, older }),
    ...fromDockerfiles(survey),
  ].map((one) => withoutOlder(one, older));
  const sources = proposed.some(({ isActive }) => isActive)
    ? proposed
    : proposed.map((one) => ({ ...one, isActive: one.kind !== 'dockerfile' }));
  return [...sources.filter(({ isActive }) => isActive), ...sources.filter(({ isActive }) => !isActive)];
}

/** What lies in a folder for an earlier version is offered at most. */
function withoutOlder(source: ProposedSource, older: ReadonlyMap<string, string>): ProposedSource {
  const [newest] = [...foldersAbove(source.at)].flatMap((folder) => older.get(folder) ?? []);
  return newest === undefined ? source : { ...source, isActive: false, why: `an earlier version than ${newest}` };
}

function fromRoot({ folder, parts, role, insteadOf }: ChosenRoot): ProposedSource {
  const size = parts === 0 ? 'a kustomization by itself' : `puts together ${parts} other kustomization${parts === 1 ? '' : 's'}`;
  const why = {
    installed: `${size}, and none but its variations refers to it: it is what gets installed`,
    alternative: `another way to install what ${insteadOf} does, or part of it: they share bases`,
    apart: 'what is proposed above refers to none of these: optional, or forgotten',
  }[role];
  return { kind: 'kustomize', at: folder, fields: [], why, isActive: role === 'installed' };
}

/** A root that only lists can be given part by part: each is then a component of its own. */
function partsOf({ folder, role }: ChosenRoot, { kustomizations }: Survey): readonly ProposedSource[] {
  const parts = role === 'installed' ? (kustomizations.get(folder)?.lists ?? []).filter((part) => kustomizations.has(part)) : [];
  if (parts.length < 2) return [];
  const why = `instead of ${folder}, which only lists these: part by part, so that each has its component, owner and tier`;
  return parts.map((at): ProposedSource => ({ kind: 'kustomize', at, fields: [], why, isActive: false, isPart: true }));
}

function fromLoftsman({ loftsman, charts, packed, manifests }: Survey): readonly ProposedSource[] {
  const real = loftsman.filter((path) => !isAside(path));
  const folders = [...new Set(real.map((path) => posix.dirname(path)))];
  const chartFolder = chartFolderOf(charts, packed);
  const fields = chartFolder === undefined ? [] : [['charts', chartFolder] as const];
  const where =
    chartFolder === undefined
      ? '; say with `charts:` where the charts lie, a folder or oci://…, and their images are read too'
      : '';
  return folders.flatMap((folder) => {
    const inside = real.filter((path) => posix.dirname(path) === folder);
    const isPure = folder !== '.' && !manifests.some((path) => path.startsWith(`${folder}/`));
    const paths = isPure && inside.length > 1 ? [folder] : inside;
    return paths.map((at): ProposedSource => {
      const count = at === folder ? `${inside.length} manifests` : 'a manifest';
      return { kind: 'loftsman', at, fields, why: `${count} of loftsman, which install charts${where}`, isActive: true };
    });
  });
}

/** A folder that holds several charts, packed or not. */
function chartFolderOf(charts: readonly SurveyedChart[], packed: readonly string[]): string | undefined {
  const folders = [...charts.map(({ folder }) => folder), ...packed]
    .map((path) => posix.dirname(path))
    .filter((path) => path !== '.');
  const counts = Map.groupBy(folders, (folder) => folder);
  return [...counts].toSorted(([, one], [, other]) => other.length - one.length)[0]?.[0];
}

function fromCharts({ charts, kustomizations, loftsman }: Survey, releasedBy: string | undefined): readonly ProposedSource[] {
  const parts = new Set(charts.flatMap((chart) => chart.parts));
  return charts
    .filter(({ folder, isLibrary }) => !isLibrary && !parts.has(folder) && !isAside(folder))
    .map(({ folder, name }): ProposedSource => {
      const isInstalled = releasedBy === undefined && !isExample(folder);
      const instead =
        loftsman.length > 0 && !kustomizations.has(releasedBy ?? '')
          ? 'its manifests say which charts are installed'
          : 'it does not refer to this chart';
      const why = isInstalled
        ? 'a chart that is no part of another one; add `values:` and `namespace:` as you install it'
        : `a chart; ${releasedBy ? `${releasedBy} is the release, and ${instead}` : 'among examples'}`;
      const release = /^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/.test(name) ? name : 'release';
      return { kind: 'helm', at: folder, fields: [['release', release]], why, isActive: isInstalled };
    });
}

function listed(kind: ProposedSource['kind'], at: string, why: string): ProposedSource {
  const isOff = isAside(at) || isExample(at);
  return {
    kind,
    at,
    fields: [],
    why: isOff ? `${why}; but it lies where documents, tests or examples are kept` : why,
    isActive: !isOff,
  };
}

/** Patches look like manifests, and are none. */
const patch = /(?:^|\/)patch(?:es)?(?:\/|$)/i;

/** The largest folders that hold plain manifests and nothing that renders; files one by one in mixed ones. */
function fromManifests(
  survey: Survey,
  { releasedBy, older }: { readonly releasedBy: string | undefined; readonly older: ReadonlyMap<string, string> },
): readonly ProposedSource[] {
  const { kustomizations, charts, loftsman, indexes } = survey;
  const taken = new Set([...kustomizations.values()].flatMap(({ names }) => names));
  const free = survey.manifests.filter(
    (path) => !taken.has(path) && !kustomizations.has(posix.dirname(path)) && !isAside(path) && !patch.test(path),
  );
  const rendering = [
    ...kustomizations.keys(),
    ...charts.map(({ folder }) => folder),
    ...[...loftsman, ...indexes].map((path) => posix.dirname(path)),
    ...[...taken, ...older.keys()].map((path) => posix.dirname(path)),
  ];
  const mixed = new Set(rendering.flatMap((folder) => [...foldersAbove(folder)]));
  const places = new Set(free.map((path) => largestPure(path, mixed)));
  return [...places].map((at): ProposedSource => {
    const isFolder = !free.includes(at);
    const what = isFolder ? 'plain manifests that no kustomization takes' : 'a plain manifest that no kustomization takes';
    const isOff = releasedBy !== undefined || isExample(at);
    return {
      kind: 'yaml',
      at,
      fields: [],
      why: isOff ? `${what}; ${releasedBy === undefined ? 'among examples' : `${releasedBy} does not install it`}` : what,
      isActive: !isOff,
    };
  });
}

/** Examples are kept apart from what is installed beside them. */
function largestPure(path: string, mixed: ReadonlySet<string>): string {
  let best = path;
  for (const folder of foldersAbove(posix.dirname(path))) {
    if (mixed.has(folder) || folder === '.' || (isExample(path) && !isExample(folder))) return best;
    best = folder;
  }
  return best;
}

function fromDockerfiles({ dockerfiles }: Survey): readonly ProposedSource[] {
  return dockerfiles
    .filter((path) => !isAside(path))
    .map(
      (at): ProposedSource => ({
        kind: 'dockerfile',
        at,
        fields: [],
        why: 'what an image of our own is built on; add it to have the bases listed',
        isActive: false,
      }),
    );
}
