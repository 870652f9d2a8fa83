import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../model/json.ts';
import type { Occurrence } from '../../../model/occurrence.ts';
import { memoryWorld } from '../memory-world.ts';
import type { HelmRequest, SourceWorld } from '../ports.ts';
import { createLocator, readSources } from '../read-sources.ts';
import { findReferences } from '../references/find-references.ts';
import type { HelmSource } from '../source-spec.ts';
import { valueAt } from './plain-values.ts';
import { parseSet } from './set-values.ts';

const chart = 'app/Chart.yaml';
const template = 'app/templates/app.yaml';
const files = {
  [chart]: 'name: app\nversion: 1.0.0\nappVersion: "4.5"\n',
  'app/values.yaml':
    'image:\n  registry: ghcr.io\n  repository: x/app\n  tag: ""\nside:\n  enabled: false\n  image: quay.io/y/side:2\nengine: mysql\nidle:\n  enabled: false\n  image: z/idle:3\n',
  [template]:
    'kind: Pod\nimage: {{ .Values.image.registry }}\n{{ if .Values.side.enabled }}{{ end }}\nimage: docker.io/q/literal:7\n',
};
const spec: HelmSource = { kind: 'helm', at: 'app', values: [], set: [], release: 'r', namespace: 'n', apiVersions: [] };

/** Renders as a chart with these templates would, without a template language. */
function worldOf(refuses: (text: string) => string | undefined = () => undefined): SourceWorld {
  const world = memoryWorld({ files });
  const helm = async ({ spec: { set }, overlay = {} }: HelmRequest) => {
    const given = set.flatMap(parseSet);
    const value = (path: string): unknown => {
      const steps = path.split('.');
      const told = given.findLast((one) => one.path.join('.') === path)?.value;
      return told ?? valueAt(overlay, steps) ?? valueAt(defaults, steps);
    };
    const images = [
      `${value('image.registry')}/${value('image.repository')}:${value('image.tag') || '4.5'}`,
      ...(value('engine') === 'mysql' ? ['mysql:8'] : []),
      ...(value('side.enabled') === true ? [String(value('side.image'))] : []),
      'docker.io/q/literal:7',
    ];
    const detail = refuses(images.join(' ') + String(value('allow.any')));
    if (detail !== undefined) return { kind: 'failed', code: 'render-failed', detail } as const;
    const containers = images.map((image) => `  - image: ${image}\n`).join('');
    const text = `---\n# Source: ${template}\napiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n${containers}`;
    return { kind: 'rendered', bytes: Buffer.from(text), toSourcePath: (path: string) => path } as const;
  };
  return { ...world, renderer: { ...world.renderer, helm } };
}

const defaults: JsonObject = {
  image: { registry: 'ghcr.io', repository: 'x/app', tag: '' },
  side: { enabled: false, image: 'quay.io/y/side:2' },
  engine: 'mysql',
};

async function explore(world: SourceWorld, given: Partial<HelmSource> = {}) {
  const source = { ...spec, ...given };
  const [reading] = await readSources([source], world);
  assert.ok(reading);
  const locate = await createLocator([source], world.files);
  const found = findReferences(reading.resources).found.map((one) => ({ ...one, ...locate(one) }));
  return { installed: found.map(inWords), conditional: reading.occurrences.map(inWords), charts: reading.charts };
}

function inWords({ declared, conditional, file, line, decidedBy = [] }: Occurrence): readonly string[] {
  const when = conditional.map(({ value, equals }) => `${value}=${equals}`).join();
  const parts = decidedBy.map((one) => `${one.part} ${one.value ?? '–'} ${one.file.replace('app/', '')}:${one.line}`);
  return [`${declared} ${file.replace('app/', '')}:${line}${when && ` if ${when}`}`, ...parts];
}

const app = [
  'ghcr.io/x/app:4.5 Chart.yaml:3',
  'registry image.registry values.yaml:2',
  'repository image.repository values.yaml:3',
  'tag – Chart.yaml:3',
];

test('each part of an image knows its value, or the line that states it; what a switch shows is conditional', async () => {
  const { installed, conditional, charts } = await explore(worldOf());
  assert.deepEqual(installed[0], app);
  assert.deepEqual(
    installed.at(-1)?.slice(1),
    ['registry', 'repository', 'tag'].map((part) => `${part} – templates/app.yaml:4`),
  );
  assert.deepEqual(conditional[0], [
    'quay.io/y/side:2 values.yaml:7 if side.enabled=true',
    ...['registry', 'repository', 'tag'].map((part) => `${part} side.image values.yaml:7`),
  ]);
  assert.deepEqual(charts[0]?.switches?.failed, []);
});

test('values that only look like a part of an image cost no other image its proof', async () => {
  const { installed } = await explore(worldOf());
  assert.match(installed[1]?.[0] ?? '', /^mysql:8 /);
  assert.ok(!installed[1]?.some((line) => line.includes('engine')));
});

test('an image that values state and nothing renders is stated under its switch', async () => {
  const { conditional } = await explore(worldOf());
  assert.match(conditional[1]?.[0] ?? '', /^z\/idle:3 values\.yaml:11 if idle\.enabled=true$/);
});

test('what --set gives is marked there too, and has its place', async () => {
  const setPlaces = [{ file: 'plimsoll.yaml', line: 4 }];
  const { installed } = await explore(worldOf(), { set: ['image.tag=9'], setPlaces });
  assert.equal(installed[0]?.[0], 'ghcr.io/x/app:9 plimsoll.yaml:4');
  assert.equal(installed[0]?.at(-1), 'tag image.tag plimsoll.yaml:4');
});

test('a chart that refuses marks on names is asked for the rest, and nothing is laid to what was not proved', async () => {
  const { installed, conditional } = await explore(worldOf((text) => (/zq-/.test(text) ? 'names are checked' : undefined)));
  assert.deepEqual(installed[0], [app[0]]);
  assert.equal(conditional[0]?.[0], 'quay.io/y/side:2 values.yaml:7 if side.enabled=true');
});

test('a name that two sources share is made their own', async () => {
  const specs = [spec, { ...spec, namespace: 'other' }, { ...spec, namespace: 'other', set: ['image.tag=9'] }];
  const readings = await readSources(specs, worldOf());
  assert.deepEqual(
    readings.map(({ charts, resources }) => [charts[0]?.source, resources[0]?.source]),
    ['helm:app#n/r', 'helm:app#other/r', 'helm:app#other/r#2'].map((name) => [name, name]),
  );
});
