import type { FindingData } from '../finding-data.ts';

/** What is asked for: `severity` → `HIGH`. */
export type PageQuery = Record<string, string>;

/** The query in an address: `#findings?severity=HIGH`; undefined where it leads elsewhere. */
export function readQuery(hash: string, id: string): PageQuery | undefined {
  const [start, text = ''] = hash.split('?', 2);
  if (start !== `#${id}`) return undefined;
  const query: PageQuery = Object.create(null);
  for (const [key, value] of new URLSearchParams(text)) query[key] = value;
  return query;
}

/** The address of a query. */
export function writeQuery(query: PageQuery, id: string): string {
  const parts = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return `#${id}${parts.length > 0 ? `?${parts.join('&')}` : ''}`;
}

/** Whether a row fits what is asked. */
export type RowTest = (value: string) => (row: number) => boolean;

/** For each thing that can be asked, whether a row fits the value; what is taken out, or is of other releases, only fits when it is asked for. */
export function rowTests(data: FindingData): Record<string, RowTest> {
  const { rows, images } = data;
  const marked = (marks: readonly number[], fits: (place: number) => boolean) => (row: number) => {
    const mark = Math.abs(marks[row] ?? 0);
    return mark > 0 && fits(mark - 1);
  };
  const isOwn = (row: number) => row < data.own && rows.decision[row] === 0;
  const oneOf = (column: readonly number[], names: readonly string[]) => (value: string) => {
    const place = names.indexOf(value);
    return (row: number) => column[row] === place;
  };
  const ofImage = (fits: (image: FindingData['images'][number], value: string) => boolean) => (value: string) => {
    const fitting = images.map((image) => fits(image, value));
    return (row: number) => fitting[rows.image[row] ?? -1] === true;
  };
  const group = (name: 'component' | 'owner' | 'plane' | 'tier' | 'party' | 'life') =>
    ofImage(({ groups }, value) => groups[name] === value);
  return {
    severity: oneOf(rows.severity, data.severities),
    priority: oneOf(rows.priority, data.priorities),
    fix: oneOf(rows.state, data.states),
    vulnerability: oneOf(
      rows.vulnerability,
      data.vulnerabilities.map(({ id }) => id),
    ),
    purl: oneOf(
      rows.package,
      data.packages.map(({ purl }) => purl),
    ),
    image: ofImage(({ name }, value) => name === value),
    component: group('component'),
    owner: group('owner'),
    plane: group('plane'),
    tier: group('tier'),
    party: group('party'),
    life: group('life'),
    origin: (value) => (row) => (rows.isBase[row] === 1 ? 'base' : 'application') === value,
    platform: oneOf(rows.platform, data.platforms),
    decision: oneOf(rows.decision, data.decisions),
    own: () => isOwn,
    suppressed: () => (row) => row < data.own && rows.decision[row] !== 0,
    highest: (value) => highestTest(data, value, isOwn),
    in: (value) => setTest(data, value),
    change: (value) => marked(rows.change, (cause) => ['all', String(cause + 1), data.causes[cause]?.origin].includes(value)),
    action: (value) => marked(rows.action, (action) => action + 1 === Number(value)),
    until: (value) => marked(rows.action, (action) => action < Number(value)),
    after: (value) => afterTest(data, Number(value), isOwn),
    text: (value) => textTest(data, value),
  };
}

/** Findings of vulnerabilities whose highest severity is the one asked for. */
export function highestTest(
  { rows, severities }: FindingData,
  value: string,
  counts: (row: number) => boolean,
): (row: number) => boolean {
  const highest: number[] = [];
  for (const [row, place] of rows.vulnerability.entries())
    if (counts(row)) highest[place] = Math.min(highest[place] ?? severities.length, rows.severity[row] ?? 0);
  return (row) => severities[highest[rows.vulnerability[row] ?? -1] ?? -1] === value;
}

/** Findings of a set. */
export function setTest({ rows, sets, memberships }: FindingData, value: string): (row: number) => boolean {
  const set = sets.findIndex(({ id }) => id === value);
  const fitting = memberships.map((members) => members.includes(set));
  return (row) => fitting[rows.sets[row] ?? -1] === true;
}

/** Findings that would stand after the first actions of the plan: the last action that concerns one decides, and where there is none, it stays. */
export function afterTest({ rows }: FindingData, actions: number, counts: (row: number) => boolean): (row: number) => boolean {
  const keyOf = (row: number) =>
    [rows.vulnerability, rows.package, rows.image, rows.platform].map((column) => column[row]).join(' ');
  const last = new Map<string, number>();
  for (const [row, action] of rows.action.entries()) {
    const before = Math.abs(last.get(keyOf(row)) ?? 0);
    if (action !== 0 && Math.abs(action) <= actions && Math.abs(action) >= before) last.set(keyOf(row), action);
  }
  return (row) => {
    const action = last.get(keyOf(row));
    return action === undefined ? counts(row) : action > 0 && rows.action[row] === action;
  };
}

/** Rows whose vulnerability, package, image, component or owner holds every word. */
export function textTest({ rows, vulnerabilities, packages, images }: FindingData, value: string): (row: number) => boolean {
  const lists = value
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => {
      const has = (text: string) => text.toLowerCase().includes(word);
      return [
        vulnerabilities.map(({ id, aliases }) => has(`${id} ${aliases}`)),
        packages.map(({ name, purl }) => has(`${name} ${purl}`)),
        images.map(({ name, groups }) => has(`${name} ${groups.component} ${groups.owner}`)),
      ];
    });
  return (row) =>
    lists.every(
      ([inVulnerability, inPackage, inImage]) =>
        inVulnerability?.[rows.vulnerability[row] ?? -1] ||
        inPackage?.[rows.package[row] ?? -1] ||
        inImage?.[rows.image[row] ?? -1],
    );
}

/** The rows that fit everything that is asked, in the order of the record: the worst first. */
export function filterRows(data: FindingData, query: PageQuery): number[] {
  const tests = rowTests(data);
  const isElsewhere = ['suppressed', 'decision', 'in', 'change', 'action', 'until', 'after'].some((key) =>
    Object.hasOwn(query, key),
  );
  const asked = Object.entries(isElsewhere ? query : { ...query, own: 'yes' }).flatMap(([key, value]) => {
    const test = Object.hasOwn(tests, key) ? tests[key]?.(value) : undefined;
    return test ? [test] : [];
  });
  const fitting: number[] = [];
  for (let row = 0; row < data.rows.severity.length; row += 1) if (asked.every((test) => test(row))) fitting.push(row);
  return fitting;
}

/** Rows by a column. */
export function orderFindings(data: FindingData, rows: readonly number[], column: string, isDown: boolean): number[] {
  const names: Record<string, readonly string[]> = {
    vulnerability: data.vulnerabilities.map(({ id }) => id),
    package: data.packages.map(({ name }) => name),
    image: data.images.map(({ name }) => name),
    fix: data.fixes,
  };
  const texts = names[column];
  const places = data.rows[column as keyof FindingData['rows']];
  const collator = new Intl.Collator('en', { numeric: true });
  const order = texts?.map((_, place) => place).sort((a, b) => collator.compare(texts[a] ?? '', texts[b] ?? ''));
  const ranks: number[] = [];
  for (const [rank, place] of (order ?? []).entries()) ranks[place] = rank;
  const rankOf = (row: number): number => (order ? ranks[places[row] ?? -1] : places[row]) ?? 0;
  return [...rows].sort((a, b) => (isDown ? rankOf(b) - rankOf(a) : rankOf(a) - rankOf(b)) || a - b);
}
