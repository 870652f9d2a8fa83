import { posix } from 'node:path/posix';
import { openFileOwners } from '../../gather/sources/ownership/find-file-owners.ts';
import { openRepository } from '../../gather/sources/ownership/repository.ts';
import type { SourceFiles } from '../../gather/sources/ports.ts';
import type { Tier } from '../../model/inventory.ts';
import { readConfiguration } from '../configuration/read-configuration.ts';
import { type ProposedSource, proposeSources } from './propose-sources.ts';
import { surveyRepository } from './survey.ts';
import { writeProposal } from './write-proposal.ts';

/** What is known of the repository besides its files. */
export interface RepositoryFacts {
  /** Name of the repository or of its folder. */
  readonly name: string;
  /** What Git calls its present state. */
  readonly version?: string;
}

/** A part of the release that somebody owns. */
export interface ProposedComponent {
  readonly name: string;
  /** Indexes in the sources. */
  readonly sources: readonly number[];
  readonly tier?: Tier;
  readonly owners: readonly string[];
  /** The file that names them. */
  readonly statedIn?: string;
  /** Whether its sources are offered, and not proposed. */
  readonly isOffered: boolean;
}

/** A configuration, before it is written down. */
export interface Proposal {
  readonly facts: RepositoryFacts;
  readonly sources: readonly ProposedSource[];
  readonly components: readonly ProposedComponent[];
  /** A sentence, when the repository is larger than what was looked at. */
  readonly unread?: string;
}

/**
 * A `plimsoll.yaml` for a repository that nobody has described yet, with the reason of each line beside it.
 *
 * in      its files; what Git knows
 * out     text that `readConfiguration` accepts; undefined where nothing was found that a release is made of
 */
export function proposeConfiguration(files: SourceFiles, facts: RepositoryFacts): string | undefined {
  const survey = surveyRepository(files);
  const sources = proposeSources(survey);
  if (!sources.some(({ isActive }) => isActive)) return undefined;
  const components = proposeComponents(sources, files);
  const text = writeProposal({ facts, sources, components, ...(survey.unread !== undefined && { unread: survey.unread }) });
  readConfiguration(text, 'plimsoll.yaml');
  return text;
}

/** Words in a path that are about form, and name no part of a product. */
const form =
  /^(?:\.|base|bases|overlays?|deploy(?:ment)?s?|manifests?|charts?|helm|kustomize|k8s|kubernetes|config|default|standard|install|release|upstream|prod(?:uction)?|main|env|src|v?\d+\.\d[\w.+-]*)$/i;
const tierWords: readonly (readonly [RegExp, Tier])[] = [
  [/(?:^|\/)examples?(?:\/|$)/i, 'example'],
  [/(?:^|\/)(?:contrib|optional|extras?|experimental)(?:[-_/]|$)/i, 'optional'],
  [/(?:^|\/)(?:add-?ons?|plugins?)(?:\/|$)/i, 'add-on'],
];

/** One for each source that is a part, where there are several; a single one is the whole. Parts of one area are one component. */
function proposeComponents(sources: readonly ProposedSource[], files: SourceFiles): readonly ProposedComponent[] {
  const all = [...sources.entries()];
  const active = all.filter(([, { isActive, kind }]) => isActive && ['kustomize', 'helm', 'yaml'].includes(kind));
  const taken = new Set<string>();
  const named =
    active.length < 2
      ? []
      : active.map(([index, source]) => ({ name: distinctName(partOf(source), taken), index, at: source.at }));
  const parts = all.flatMap(([index, { at, isPart }]) => (isPart ? [{ name: areaOf(at), index, at }] : []));
  const owners = openFileOwners(files, openRepository(files));
  return [...Map.groupBy([...named, ...parts], ({ name }) => name)].map(([name, entries]) => {
    const [{ at } = { at: '.' }] = entries;
    const file = files.kindOf(at) === 'file' ? at : posix.join(at, 'x');
    const inOwners = owners.inOwnersFiles(file);
    const stated = inOwners.length > 0 ? inOwners : owners.inCodeOwners(file);
    const tier = tierWords.find(([words]) => words.test(at))?.[1];
    return {
      name,
      sources: entries.map(({ index }) => index),
      owners: stated.map(({ owner }) => owner),
      isOffered: !entries.some(({ index }) => sources[index]?.isActive),
      ...(stated[0] && { statedIn: stated[0].file }),
      ...(tier && { tier }),
    };
  });
}

/** A chart has a name of its own. */
function partOf({ kind, at, fields }: ProposedSource): string {
  const [, release] = fields.find(([field]) => kind === 'helm' && field === 'release') ?? [];
  return release !== undefined && release !== 'release' ? release : nameOf(at);
}

/** `katib` for `apps/katib/upstream/installs/katib-with-kubeflow`: the folder below the one that sorts them. */
function areaOf(at: string): string {
  const steps = at.split('/').filter((step) => step !== '..');
  const [, second] = steps;
  return steps.length > 2 && second !== undefined && !form.test(second) ? nameOf(second) : nameOf(at);
}

function nameOf(at: string): string {
  const steps = at.split('/').filter((step) => step !== '..');
  const telling = steps.findLast((step) => !form.test(step)) ?? steps.at(-1) ?? 'all';
  return telling.replace(/\.(?:ya?ml|json)$/i, '').replace(/[^\w.-]+/g, '-') || 'all';
}

function distinctName(name: string, taken: Set<string>): string {
  let distinct = name === '.' || name === '__proto__' ? 'all' : name;
  for (let count = 2; taken.has(distinct); count += 1) distinct = `${name}-${count}`;
  taken.add(distinct);
  return distinct;
}
