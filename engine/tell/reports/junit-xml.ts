import { escapeXml } from '../../formats/structure/to-xml.ts';

/** One case; it passed where it has no outcome. */
export interface JunitCase {
  readonly name: string;
  readonly className: string;
  readonly outcome?: {
    readonly kind: 'failure' | 'error' | 'skipped';
    readonly message: string;
    /** Of failures and errors. */
    readonly type?: string;
    readonly text?: string;
  };
}

/** How the cases of a suite ended; they sum to `tests`. */
export interface JunitCounts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

/** Cases that belong together, with their figures. */
export interface JunitSuite {
  readonly name: string;
  readonly counts: JunitCounts;
  readonly properties?: readonly (readonly [name: string, value: string])[];
  readonly cases: readonly JunitCase[];
}

/**
 * Suites as JUnit XML.
 *
 * in      the figures of all suites together; ISO 8601 UTC
 * source  the schema of Jenkins' xUnit plugin, junit-10.xsd
 */
export function junitXml(name: string, suites: readonly JunitSuite[], whole: JunitCounts, at: string): string {
  const { tests, failures, errors } = whole;
  const timestamp = at.replace(/Z$/, '');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name, tests, failures, errors })}>`,
    ...suites.flatMap((suite) => suiteLines(suite, timestamp)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteLines({ name, counts, properties = [], cases }: JunitSuite, timestamp: string): readonly string[] {
  const listed = properties.map(([key, value]) => `      <property${attributes({ name: key, value })}/>`);
  return [
    `  <testsuite${attributes({ name, ...counts, timestamp })}>`,
    ...(listed.length > 0 ? ['    <properties>', ...listed, '    </properties>'] : []),
    ...cases.map(caseLine),
    '  </testsuite>',
  ];
}

function caseLine({ name, className, outcome }: JunitCase): string {
  const opening = `    <testcase${attributes({ name, classname: className })}`;
  if (!outcome) return `${opening}/>`;
  const { kind, message, type, text = '' } = outcome;
  const stated = `<${kind}${attributes({ message, ...(type !== undefined && { type }) })}`;
  return `${opening}>${stated}${text === '' ? '/>' : `>${escapeXml(text).replaceAll('&#10;', '\n')}</${kind}>`}</testcase>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}
