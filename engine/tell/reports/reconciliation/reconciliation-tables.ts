import { disagreementClasses, type Reconciliation, type Score } from '../../../model/reconciliation.ts';

/** A table as headings and rows; the forms of a reconciliation show the same ones. */
export interface PlainTable {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** The tables of a reconciliation that have rows, in the order that they are read. */
export function reconciliationTables(result: Reconciliation): readonly PlainTable[] {
  const tables = [agreement(result), classes(result), ecosystems(result), ...scores(result), unjoined(result)];
  return tables.filter(({ rows }) => rows.length > 0);
}

function agreement({ base, engines }: Reconciliation): PlainTable {
  return {
    title: `Agreement with ${base.engine}`,
    headings: [
      'engine',
      'version',
      'database',
      'images',
      'both',
      `only ${base.engine}`,
      'only it',
      'agreed',
      'disagreement',
      'Jaccard',
    ],
    rows: engines.map((one) => [
      one.engine,
      one.version ?? '',
      one.databaseAt?.slice(0, 10) ?? '',
      one.images.length,
      one.both,
      one.onlyBase,
      one.onlyOther,
      one.agreed,
      one.disagreement,
      share(one.jaccard),
    ]),
  };
}

function classes({ engines }: Reconciliation): PlainTable {
  const used = disagreementClasses.filter((word) => engines.some((engine) => engine.classes[word] > 0));
  return {
    title: 'Why they differ',
    headings: ['class', ...engines.map(({ engine }) => engine)],
    rows: used.map((word) => [word, ...engines.map((engine) => engine.classes[word])]),
  };
}

function ecosystems({ base, engines }: Reconciliation): PlainTable {
  return {
    title: 'By ecosystem',
    headings: ['engine', 'ecosystem', 'both', `only ${base.engine}`, 'only it', 'disagreement', 'Jaccard'],
    rows: engines.flatMap(({ engine, ecosystems: parts }) =>
      parts.map((part) => [
        engine,
        part.ecosystem,
        part.both,
        part.onlyBase,
        part.onlyOther,
        part.disagreement,
        share(part.jaccard),
      ]),
    ),
  };
}

function scores({ scorecard }: Reconciliation): readonly PlainTable[] {
  if (!scorecard) return [];
  const headings = [
    'engine',
    'true positives',
    'false positives',
    'false negatives',
    'true negatives',
    'precision',
    'recall',
    'F1',
  ];
  const title = `Scorecard: ${scorecard.applicable} of ${scorecard.labels} labels are of packages in these images`;
  const some = (list: readonly Score[]) => list.filter((score) => countOf(score) > 0).map(toRow);
  return [
    { title, headings, rows: scorecard.scores.map(toRow) },
    { title: 'Labels that a name and a version cannot decide', headings, rows: some(scorecard.hard) },
  ];
}

function countOf(score: Score): number {
  return score.truePositives + score.falsePositives + score.falseNegatives + score.trueNegatives;
}

function toRow(score: Score): readonly (string | number)[] {
  return [
    score.engine,
    score.truePositives,
    score.falsePositives,
    score.falseNegatives,
    score.trueNegatives,
    share(score.precision),
    share(score.recall),
    share(score.f1),
  ];
}

function unjoined({ unjoined: list }: Reconciliation): PlainTable {
  return {
    title: 'Compared with nothing',
    headings: ['report', 'engine', 'image', 'rows', 'why'],
    rows: list.map(({ file, engine, image, rows, reason }) => [file, engine ?? '', image ?? '', rows, reason]),
  };
}

function share(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}
