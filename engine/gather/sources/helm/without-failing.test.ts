import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorld } from '../memory-world.ts';
import type { HelmRequest } from '../ports.ts';
import { helm } from './helm.ts';

const spec = { kind: 'helm', at: 'app', values: [], set: [], release: 'r', namespace: 'n', apiVersions: [] } as const;
const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n';

/** Helm as it is: it stops at the first template that fails, unless `.helmignore` leaves it out. */
async function readChart(failing: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) {
  const templates = Object.fromEntries(Object.keys(failing).map((path) => [`app/${path}`, 'kind: Pod\n']));
  const world = memoryWorld({ files: { 'app/Chart.yaml': 'name: app\n', ...templates, ...files } });
  const asked: HelmRequest[] = [];
  const render = async (request: HelmRequest) => {
    asked.push(request);
    const ignored = request.layout?.texts.get('.helmignore')?.split('\n') ?? [];
    const [said] = Object.entries(failing).flatMap(([path, words]) => (ignored.includes(`/${path}`) ? [] : words));
    if (said !== undefined) return { kind: 'failed', code: 'render-failed', detail: said } as const;
    return { kind: 'rendered', bytes: Buffer.from(pod), toSourcePath: (path: string) => path } as const;
  };
  return { ...(await helm.read(spec, { ...world, renderer: { ...world.renderer, helm: render } })), asked };
}

const words: readonly { readonly name: string; readonly path: string; readonly said: string; readonly line?: number }[] = [
  { name: 'at a line', path: 'templates/a.yaml', said: 'helm v4: app/templates/a.yaml:3:2; executing', line: 3 },
  { name: 'of an older Helm', path: 'templates/a.yaml', said: 'helm v3: template: app/templates/a.yaml:3:2: executing', line: 3 },
  { name: 'not read', path: 'templates/b/a.yaml', said: 'helm v4: parse error at (app/templates/b/a.yaml:7): no', line: 7 },
  { name: 'that prints no YAML', path: 'templates/a.yaml', said: 'helm v4: YAML parse error on app/templates/a.yaml: no' },
];

for (const { name, path, said, line } of words) {
  test(`a template that fails, ${name}, is left out and told`, async () => {
    const { resources, gaps } = await readChart({ [path]: said }, { 'app/.helmignore': '*.md' });
    assert.equal(resources.length, 1);
    assert.deepEqual(gaps, [
      {
        code: 'template-failed',
        unit: 'gather/sources/helm',
        path: `app/${path}`,
        ...(line && { line }),
        detail: `${said}; the rest of the chart was rendered without this template`,
      },
    ]);
  });
}

const refusals: readonly { readonly name: string; readonly text: string; readonly message: string; readonly asked?: string }[] = [
  { name: 'required', text: '{{ required "give it" .Values.a.b }}', message: 'give it', asked: '`a.b`' },
  { name: 'required behind a pipe', text: '{{ .Values.a | required `give it` }}', message: 'give it', asked: '`a`' },
  {
    name: 'fail under conditions',
    text: '{{ if .Values.c }}{{ if or .Values.a .Values.b }}{{ else }}{{ fail "say\\n which:\\n" }}{{ end }}{{ end }}',
    message: 'say; which: now',
    asked: '`a`, `b`',
  },
  { name: 'another message', text: '{{ required "else" .Values.a }}', message: 'give it' },
];

for (const { name, text, message, asked } of refusals) {
  test(`what a chart asks for is told: ${name}`, async () => {
    const said = `helm v4: execution error at (app/templates/a.yaml:1:2): ${message}`;
    const { gaps } = await readChart({ 'templates/a.yaml': said }, { 'app/templates/_a.tpl': text });
    assert.equal(/; it asks for (.*?);/.exec(gaps[0]?.detail ?? '')?.[1], asked);
  });
}

test('a chart that fails without end is told once, after a bounded number of renderings', async () => {
  const many = Array.from({ length: 30 }, (_, index) => [`templates/${index}.yaml`, `app/templates/${index}.yaml:1: no`]);
  const { gaps, asked } = await readChart(Object.fromEntries(many));
  assert.deepEqual(
    gaps.map(({ code, path }) => [code, path]),
    [['render-failed', 'app']],
  );
  assert.equal(asked.length, 21);
});

test('what names a template that is not there is not tried again', async () => {
  const { gaps, asked } = await readChart({ 'templates/a.yaml': 'app/templates/gone.yaml:1: no' });
  assert.deepEqual([gaps[0]?.code, asked.length], ['render-failed', 1]);
});
