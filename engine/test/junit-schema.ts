import type { XmlElement } from '../formats/xml/read-xml.ts';

/** What an element may hold; a `?` behind the name of an attribute says that it may be left out. */
interface ElementRule {
  readonly attributes: readonly string[];
  readonly children: readonly string[];
}

/** Jenkins' junit-10.xsd, restated: what is not here is refused. */
const rules: Readonly<Record<string, ElementRule>> = {
  testsuites: { attributes: ['name?', 'time?', 'tests?', 'failures?', 'disabled?', 'errors?'], children: ['testsuite'] },
  testsuite: {
    attributes: [
      'name',
      'tests',
      'failures?',
      'errors?',
      'time?',
      'disabled?',
      'skipped?',
      'timestamp?',
      'hostname?',
      'id?',
      'package?',
    ],
    children: ['properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: { attributes: [], children: ['property'] },
  property: { attributes: ['name', 'value'], children: [] },
  testcase: {
    attributes: ['name', 'assertions?', 'time?', 'classname?', 'status?'],
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  skipped: { attributes: ['message?'], children: [] },
  error: { attributes: ['type?', 'message?'], children: [] },
  failure: { attributes: ['type?', 'message?'], children: [] },
};

/** What of a JUnit document breaks its schema, or does not add up; as sentences. */
export function junitFaults(root: XmlElement): readonly string[] {
  return [...shapeFaults(root), ...sumFaults(root)];
}

function shapeFaults(element: XmlElement): readonly string[] {
  const rule = rules[element.name];
  if (!rule) return [`there is no element ${element.name}`];
  const known = new Set(rule.attributes.map((name) => name.replace('?', '')));
  const missing = rule.attributes.filter((name) => !name.endsWith('?') && !element.attributes.has(name));
  return [
    ...[...element.attributes.keys()]
      .filter((name) => !known.has(name))
      .map((name) => `${element.name} has no attribute ${name}`),
    ...missing.map((name) => `${element.name} lacks ${name}`),
    ...element.children.filter(({ name }) => !rule.children.includes(name)).map(({ name }) => `${element.name} holds ${name}`),
    ...element.children.flatMap(shapeFaults),
  ];
}

function sumFaults(root: XmlElement): readonly string[] {
  const suites = root.children.filter(({ name }) => name === 'testsuite');
  const cases = (suite: XmlElement) => suite.children.filter(({ name }) => name === 'testcase');
  const ended = (suite: XmlElement, kind: string) =>
    cases(suite).filter(({ children }) => children.some(({ name }) => name === kind)).length;
  const kinds = { failures: 'failure', errors: 'error', skipped: 'skipped' } as const;
  const compare = (element: XmlElement, name: string, found: number) => {
    const stated = element.attributes.get(name);
    return stated === undefined || Number(stated) === found ? [] : [`${element.name} says ${name}=${stated}, there are ${found}`];
  };
  const sum = (count: (suite: XmlElement) => number) => suites.reduce((all, suite) => all + count(suite), 0);
  return [root, ...suites].flatMap((element) => {
    const count = (of: (suite: XmlElement) => number) => (element === root ? sum(of) : of(element));
    return [
      ...compare(
        element,
        'tests',
        count((suite) => cases(suite).length),
      ),
      ...Object.entries(kinds).flatMap(([name, kind]) =>
        compare(
          element,
          name,
          count((suite) => ended(suite, kind)),
        ),
      ),
    ];
  });
}
