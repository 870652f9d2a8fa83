import { createIdentities, type IdStatement } from '../judge/findings/identities.ts';
import { findStatement, type ResolvedStatement } from '../judge/reconciliation/find-statement.ts';
import { joinImages } from '../judge/reconciliation/join-images.ts';
import { reconcile } from '../judge/reconciliation/reconcile.ts';
import { type Label, scoreLabels } from '../judge/reconciliation/score-labels.ts';
import type { BaseImage, Evidence, Side } from '../judge/reconciliation/side.ts';
import type { ResolveIds } from '../judge/reconciliation/to-claims.ts';
import { whoReports } from '../judge/reconciliation/who-reports.ts';
import type { Advisory } from '../model/advisory.ts';
import type { Reconciliation } from '../model/reconciliation.ts';
import type { Release } from '../model/release.ts';
import type { ScanReport } from '../model/scan.ts';
import { createFindAdvisoryStatement } from './find-advisory-statement.ts';
import { type BaseSide, releaseToSide, reportsToBase, reportsToSides } from './to-sides.ts';

/** What is compared. */
export interface ReconcileRequest {
  /** A record, or reports of the engine that stands in for one. */
  readonly base:
    | { readonly file: string; readonly release: Release }
    | { readonly file: string; readonly reports: readonly ScanReport[] };
  readonly reports: readonly ScanReport[];
  /** The image that reports without a name are of. */
  readonly image?: string;
  /** Every report is of the base's only image, whatever it calls it. */
  readonly isOneImage?: boolean;
  readonly labels?: readonly Label[];
}

/**
 * Other scanners' reports beside a record, or beside another scanner's: who found what, and one class for every difference.
 *
 * gaps    those of the reports
 */
export function reconcileScans({ base, reports, image, isOneImage = false, labels }: ReconcileRequest): Reconciliation {
  const release = 'release' in base ? base.release : undefined;
  const all = 'reports' in base ? [...base.reports, ...reports] : reports;
  const resolve = createResolve(release, all, labels);
  const own: BaseSide =
    'release' in base ? releaseToSide(base.release, base.file, resolve) : reportsToBase(base.reports, resolve, isOneImage);
  const compared = reports.filter(({ kind }) => kind === 'vulnerabilities');
  const only = release === undefined && own.images.length === 1 ? own.images[0]?.image : undefined;
  const { joined, unjoined } = joinImages(own.images, compared, { named: image ?? only, isOneImage });
  const sides = reportsToSides(joined, resolve).map((side) => withNameOfItsOwn(side, own.side));
  const evidence = createEvidence({ release, reports: all, images: own.images, resolve });
  const engines = sides.map((side) => reconcile(own.side, side, evidence)).toSorted((a, b) => (a.engine < b.engine ? -1 : 1));
  return {
    base: {
      engine: own.side.engine,
      version: own.side.version,
      databaseAt: own.side.databaseAt,
      file: base.file,
      images: own.images.length,
    },
    engines,
    reported: whoReports(own.side.engine, engines),
    unjoined: [...unjoined, ...reports.filter(({ kind }) => kind !== 'vulnerabilities').flatMap(describeOther)],
    scorecard: labels ? scoreLabels(labels, withSharedImages([own.side, ...sides]), resolve) : null,
    gaps: all.flatMap(({ gaps }) => gaps),
  };
}

/** Two versions of one engine can be compared; what they say has to be told apart. */
function withNameOfItsOwn(side: Side, base: Side): Side {
  return side.engine === base.engine ? { ...side, engine: `${side.engine} (2)` } : side;
}

/** Reports that are no list of vulnerabilities; statements are used as evidence. */
function describeOther({ file, engine, kind }: ScanReport) {
  if (kind === 'statements') return [];
  const reason = kind === null ? 'no format that Plimsoll knows is recognized in it' : `it lists ${kind}, not vulnerabilities`;
  return [{ file, engine, image: null, rows: 0, reason }];
}

/** Scores compare like with like: only images that every engine speaks of. */
function withSharedImages(sides: readonly Side[]): readonly Side[] {
  const isShared = (image: string) => sides.every((side) => side.images.some((one) => one.image === image));
  return sides.map((side) => ({ ...side, images: side.images.filter(({ image }) => isShared(image)) }));
}

/** Ids by everything that anybody says of them; an advisory that is named alone stands for what it is about. */
function createResolve(release: Release | undefined, reports: readonly ScanReport[], labels: readonly Label[] = []): ResolveIds {
  const advisories = (release?.knowledge.advisories ?? []).map(toStatement);
  const byId = new Map(advisories.map((statement) => [statement.id, statement]));
  const stated = reports.flatMap(({ rows, ignored }) => [...rows, ...ignored].flatMap(({ vulnerabilities }) => vulnerabilities));
  const found = (release?.findings ?? []).map(({ vulnerability, aliases }) => ({ id: vulnerability, aliases }));
  const judged = labels.map(({ ids: [id = '', ...aliases] }) => ({ id, aliases }));
  const resolve = createIdentities([...advisories, ...found, ...stated, ...judged]);
  return (named) => resolve(expand(named, byId));
}

function expand(named: IdStatement, byId: ReadonlyMap<string, IdStatement>): IdStatement {
  const known = [named.id, ...named.aliases].flatMap((id) => byId.get(id)?.aliases ?? []);
  return named.id.startsWith('CVE-') ? named : { id: named.id, aliases: [...new Set([...named.aliases, ...known])] };
}

function toStatement({ id, aliases, upstream }: Advisory): IdStatement {
  return { id, aliases: [...aliases, ...upstream] };
}

interface Known {
  readonly release: Release | undefined;
  readonly reports: readonly ScanReport[];
  readonly images: readonly BaseImage[];
  readonly resolve: ResolveIds;
}

function createEvidence({ release, reports, images, resolve }: Known): Evidence {
  const published = new Map<string, string>();
  for (const advisory of release?.knowledge.advisories ?? []) {
    const { publishedAt } = advisory;
    if (publishedAt === undefined) continue;
    for (const { vulnerability } of resolve(toStatement(advisory))) {
      const earliest = published.get(vulnerability);
      if (earliest === undefined || publishedAt < earliest) published.set(vulnerability, publishedAt);
    }
  }
  const statements = reports.flatMap(({ file, kind, statements: stated }) =>
    kind === 'statements' ? stated.map((statement) => resolveStatement(statement, file, resolve)) : [],
  );
  const byName = new Map(images.map((image, at) => [image.image, { image, recorded: release?.images[at] }]));
  const findInAdvisories = release && createFindAdvisoryStatement(release);
  return {
    publishedAt: (vulnerability) => published.get(vulnerability),
    findStatement(name, item, vulnerability) {
      const { image, recorded } = byName.get(name) ?? {};
      const stated = image && findStatement(statements, { image, item, vulnerability });
      return stated ?? (recorded && findInAdvisories?.(recorded, item, vulnerability));
    },
  };
}

function resolveStatement(statement: ResolvedStatement['statement'], file: string, resolve: ResolveIds): ResolvedStatement {
  return { statement, file, vulnerabilities: resolve(statement.vulnerability).map(({ vulnerability }) => vulnerability) };
}
