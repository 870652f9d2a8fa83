import type { Platform } from '../model/image.ts';
import type { DeclaredImage } from '../model/inventory.ts';
import type { JsonValue } from '../model/json.ts';
import type { Coverage, Release, UsedTool } from '../model/release.ts';
import type { TriageTable } from '../model/triage.ts';
import type { Configuration } from './configuration/configuration.ts';
import { toRecordedPolicy } from './gate/recorded-policy.ts';
import { orderGaps } from './order-gaps.ts';
import { readBases } from './read-bases.ts';
import { readImages } from './read-images.ts';
import { readManifests } from './read-inventory.ts';
import type { RunListener, World } from './world.ts';

/** What to make a release of. */
export interface ReleaseRequest {
  readonly configuration: Configuration;
  readonly version: string;
  /** ISO 8601 UTC; what ages and predictions are judged at. */
  readonly now: string;
  readonly platforms: readonly Platform[];
  /** Version of Plimsoll. */
  readonly engine: string;
  readonly tools: readonly UsedTool[];
  /** The instant that the advisories are taken to stand at; ISO 8601 UTC. */
  readonly asOf?: string;
  /** Whether attached SBOMs are held against what is found. */
  readonly attached?: boolean;
  /** The record of the release before: exceptions that rest on what was so there ask again where it changed. */
  readonly before?: Release;
}

/**
 * The whole of it: manifests → images → packages → findings → decisions → one release. Read this first.
 *
 * in      what to read, and the world to read it from
 * out     a release whose bytes depend on its inputs and on `now` alone
 * gaps    those of every stage, in the release
 * faults  configuration-invalid, file-unreadable: a triage table of the project's that cannot be used; rejects with the signal's reason when it is aborted
 */
export async function runRelease(
  request: ReleaseRequest,
  world: World,
  options: { readonly listener: RunListener; readonly signal?: AbortSignal },
): Promise<Release> {
  const { configuration, platforms, version, now, engine, tools } = request;
  const { listener } = options;
  const table = await ownTable(configuration, world);
  listener.stage('Rendering sources');
  const { inventory, resources } = await readManifests(configuration, world, { ...options, onStep: listener.step });
  const references = inventory.images.filter(isInstalled).map(({ reference }) => reference);
  const bases = await readBases(configuration, world);
  const { images, gaps } = await readImages(references, platforms, world, {
    ...options,
    knownBases: bases.items,
    attached: request.attached === true,
    onReading: () => void loadJudges(),
  });
  listener.stage('Matching advisories');
  const { judgeImages, withPriorities } = await loadJudges();
  const judged = judgeImages(images, world.advisories, request.asOf);
  const release: Release = {
    product: configuration.product,
    version,
    now,
    engine,
    platforms,
    tools,
    inventory,
    images,
    coverage: countCoverage(images),
    knowledge: judged.knowledge,
    findings: judged.findings,
    undecided: judged.undecided,
    resources,
    ...policyOf(configuration, table),
    gaps: orderGaps([...inventory.gaps, ...bases.gaps, ...gaps, ...judged.gaps]),
  };
  const decided = await applyOwnDecisions(release, request, world);
  return { ...decided, findings: withPriorities(decided) };
}

/** What judges comes after what reads, and is loaded while layers are read. */
async function loadJudges() {
  const [images, triage] = await Promise.all([import('./judge-images.ts'), import('./triage/triage-release.ts')]);
  return { ...images, ...triage };
}

/** What reads and checks them is only loaded where there are some. */
async function applyOwnDecisions(
  release: Release,
  { configuration, before }: ReleaseRequest,
  { sources }: World,
): Promise<Release> {
  if (configuration.exceptions === undefined && configuration.vex === undefined) return release;
  const [{ readDecisions }, { inheritFacts }, { decideRelease }] = await Promise.all([
    import('./decisions/read-decisions.ts'),
    import('./decisions/inherit-facts.ts'),
    import('./decisions/decide-release.ts'),
  ]);
  const { items, gaps } = readDecisions(configuration, sources.files);
  return decideRelease(release, { items: before ? inheritFacts(items, before) : items, gaps });
}

/** What the record keeps of how it was judged, and of what the gate demands. */
function policyOf({ policy }: Configuration, table: TriageTable | undefined): Pick<Release, 'policy'> {
  const kept = { ...(table && { triage: { ...table } as unknown as JsonValue }), ...toRecordedPolicy(policy) };
  return Object.keys(kept).length > 0 ? { policy: kept } : {};
}

/** What checks it is only loaded where there is one. */
async function ownTable({ triageTable }: Configuration, { sources }: World): Promise<TriageTable | undefined> {
  if (triageTable === undefined) return undefined;
  const { readTriageTable } = await import('./triage/read-triage-table.ts');
  return readTriageTable(triageTable, sources.files);
}

/** What only appears under conditions is in the inventory, and not in what the release installs. */
function isInstalled({ occurrences }: DeclaredImage): boolean {
  return occurrences.some(({ conditional }) => conditional.length === 0);
}

function countCoverage(images: Release['images']): Coverage {
  const count = (status: Release['images'][number]['status']) => images.filter((image) => image.status === status).length;
  return {
    expected: images.length,
    read: count('read'),
    failed: count('failed'),
    unsupported: count('unsupported'),
    empty: count('empty'),
  };
}
