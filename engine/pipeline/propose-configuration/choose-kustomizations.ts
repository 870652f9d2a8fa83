import { posix } from 'node:path/posix';
import type { SurveyedKustomization } from './survey.ts';

/** A kustomization that may be what a release installs. */
export interface ChosenRoot {
  readonly folder: string;
  /** How many other kustomizations it is made of. */
  readonly parts: number;
  /** `installed`: proposed. `alternative`: another way to install what a proposed one does. `apart`: nothing that is proposed refers to it. */
  readonly role: 'installed' | 'alternative' | 'apart';
  /** For an alternative: the root that shares most with it and stands for it. */
  readonly insteadOf?: string;
}

/** Words in a path that say that nobody installs what lies there. */
const asides = /(?:^|\/)(?:tests?|testing|e2e|ci|hack|docs?|samples?|benchmarks?|fixtures?)(?:\/|$)/i;
const exampleFolder = /(?:^|\/)examples?(?:\/|$)/i;
/** Last words of overlays that are the usual one to install. */
const usual = /^(?:prod(?:uction)?|default|release|full|standard|install|platform|main|all)$/i;
/** First words of overlays that are made for those who develop, and are not released. */
const unreleased = /^(?:dev(?:el|elopment)?|debug|local|kind|minikube|staging)(?:-|$)/i;
/** A root that is put together from this many others, in this many areas, is what a distribution installs as a whole. */
const whole = { parts: 8, areas: 3 };

/** A root is followed to this many others; more would be no repository that people keep. */
const mostParts = 5_000;

/** Whether a path lies where tests, documents and tools are kept. */
export function isAside(path: string): boolean {
  return asides.test(`${path}/`);
}

/** Whether a path lies among examples. */
export function isExample(path: string): boolean {
  return exampleFolder.test(`${path}/`);
}

/**
 * The kustomizations that are installed, told from the bases that they are made of: a root is one that no other refers to. One that
 * puts many others together is the release; the rest are alternatives to it, or stand apart. Without such a one, each group of roots
 * that share a base is represented by its usual overlay. A variation of what can be installed by itself is an alternative to it.
 *
 * out     by role, then by how much they are made of
 * cost    O(roots × what they are made of), which is bounded
 */
export function chooseKustomizations(all: ReadonlyMap<string, SurveyedKustomization>): readonly ChosenRoot[] {
  const reach = reachOf(all);
  const referred = new Set(
    [...all.values()]
      .filter(({ folder }) => !isAside(folder))
      .flatMap(({ folder, names }) => names.filter((name) => name !== folder && !isVariation(folder, name))),
  );
  const roots = [...all.values()]
    .filter(({ folder, isComponent, names }) => !isComponent && !referred.has(folder) && !isAside(folder) && names.length > 0)
    .map(({ folder }) => ({ folder, reached: reach(folder) }))
    .toSorted((one, other) => other.reached.size - one.reached.size || (one.folder < other.folder ? -1 : 1));
  const variesNone = ({ folder }: Root): boolean =>
    !all.get(folder)?.names.some((name) => all.has(name) && isVariation(folder, name));
  const own = roots.filter(variesNone);
  const wholes = own.filter((root) => isWhole(root));
  const installed = wholes.length > 0 ? distinctOf(wholes) : usualOf(own);
  const holders = new Map(installed.flatMap(({ folder, reached }) => [...reached].map((part) => [part, folder] as const)));
  const apart = roots.filter(({ reached }) => ![...reached].some((part) => holders.has(part)));
  const apartHolders = new Map(
    usualOf(apart).flatMap(({ folder, reached }) => [...reached].map((part) => [part, folder] as const)),
  );
  return roots
    .map((root) => toChosen(root, holders, apartHolders))
    .toSorted((one, other) => order.indexOf(one.role) - order.indexOf(other.role));
}

/** Whether a kustomization only varies another: `install-with-x` beside `install`, one for developers, or one on what is called the default. */
function isVariation(folder: string, base: string): boolean {
  const [own, other] = [posix.basename(folder), posix.basename(base)];
  const isLonger = own.startsWith(`${other}-`) && posix.dirname(folder) === posix.dirname(base);
  return isLonger || unreleased.test(own) || other === 'default';
}

const order: readonly ChosenRoot['role'][] = ['installed', 'apart', 'alternative'];

interface Root {
  readonly folder: string;
  /** Folders of the kustomizations that it is made of, itself included. */
  readonly reached: ReadonlySet<string>;
}

function reachOf(all: ReadonlyMap<string, SurveyedKustomization>): (folder: string) => ReadonlySet<string> {
  return (root) => {
    const reached = new Set<string>();
    const open = [root];
    for (let folder = open.pop(); folder !== undefined && reached.size < mostParts; folder = open.pop()) {
      if (reached.has(folder)) continue;
      reached.add(folder);
      open.push(...(all.get(folder)?.names.filter((name) => all.has(name)) ?? []));
    }
    return reached;
  };
}

function isWhole({ folder, reached }: Root): boolean {
  const outside = [...reached].filter((other) => other !== folder && !other.startsWith(`${folder}/`));
  const areas = new Set(outside.map((other) => other.split('/').slice(0, 2).join('/')));
  return reached.size > whole.parts && areas.size >= whole.areas;
}

/** In their order; each further one only where it has nothing in common with those before. */
function distinctOf(roots: readonly Root[]): readonly Root[] {
  const taken = new Set<string>();
  return roots.filter(({ reached }) => {
    if ([...reached].some((folder) => taken.has(folder))) return false;
    for (const folder of reached) taken.add(folder);
    return true;
  });
}

/** One of each group of roots that have a base in common. Examples stand for nothing else when there is more. */
function usualOf(roots: readonly Root[]): readonly Root[] {
  const real = roots.some(({ folder }) => !isExample(folder)) ? roots.filter(({ folder }) => !isExample(folder)) : roots;
  const score = ({ folder }: Root): number => (usual.test(posix.basename(folder)) ? 0 : 1);
  return distinctOf(real.toSorted((one, other) => score(one) - score(other)));
}

function toChosen({ folder, reached }: Root, installed: Holders, apart: Holders): ChosenRoot {
  const base = { folder, parts: reached.size - 1 };
  const [proposed, other] = [nearestOf(reached, installed), nearestOf(reached, apart)];
  if (proposed === folder) return { ...base, role: 'installed' };
  if (proposed === undefined && (other === folder || other === undefined)) return { ...base, role: 'apart' };
  return { ...base, role: 'alternative', insteadOf: proposed ?? other ?? '' };
}

/** Kustomization → the root that stands for it. */
type Holders = ReadonlyMap<string, string>;

/** The root that stands for most of these. */
function nearestOf(reached: ReadonlySet<string>, holders: Holders): string | undefined {
  const shared = new Map<string, number>();
  for (const part of reached) {
    const holder = holders.get(part);
    if (holder !== undefined) shared.set(holder, (shared.get(holder) ?? 0) + 1);
  }
  return [...shared].toSorted(([, one], [, other]) => other - one)[0]?.[0];
}
