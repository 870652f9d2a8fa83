import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryFiles } from '../memory-files.ts';
import { collectGraph } from './graph.ts';
import { findBroken, withoutBroken } from './without-broken.ts';

const pod = 'kind: Pod\nmetadata: {name: a}\n';
const app = 'resources:\n- pod.yaml\n- ../base\n';
const good = {
  'app/kustomization.yaml': app,
  'app/pod.yaml': pod,
  'base/kustomization.yaml': 'resources:\n- p.yaml\n',
  'base/p.yaml': pod,
};

const rows: readonly { name: string; files: Readonly<Record<string, string>>; gaps: readonly string[]; left?: string }[] = [
  { name: 'nothing', files: {}, gaps: [] },
  {
    name: 'a file that is cut',
    files: { 'app/pod.yaml': `${pod}---\nkind: "Po` },
    gaps: ['yaml-unreadable app/pod.yaml 4'],
    left: 'resources:\n\n- ../base\n',
  },
  {
    name: 'tabs, deep down',
    files: { 'base/p.yaml': 'kind: Pod\nspec:\n\ta: 1\n', 'base/kustomization.yaml': 'resources:\n- p.yaml\nnamespace: x\n' },
    gaps: ['yaml-unreadable base/p.yaml 3'],
    left: app,
  },
  { name: 'a key that stands twice', files: { 'app/pod.yaml': `${pod}kind: Pod\n` }, gaps: ['yaml-unreadable app/pod.yaml 3'] },
  {
    name: 'a base that is gone',
    files: { 'app/kustomization.yaml': `${app}- ../gone\n` },
    gaps: ['source-missing app/kustomization.yaml 4'],
    left: `${app}\n`,
  },
  {
    name: 'a base of which nothing can be read: its own line says so',
    files: { 'base/kustomization.yaml': 'resources: "' },
    gaps: [],
    left: 'resources:\n- pod.yaml\n\n',
  },
  {
    name: 'a base of which nothing is left',
    files: { 'base/kustomization.yaml': 'resources:\n- gone.yaml\n' },
    gaps: ['source-missing base/kustomization.yaml 2'],
    left: 'resources:\n- pod.yaml\n\n',
  },
  {
    name: 'a file that is listed twice',
    files: { 'base/kustomization.yaml': 'resources:\n- p.yaml\n- ./p.yaml\n' },
    gaps: ['render-failed base/kustomization.yaml 3'],
  },
  {
    name: 'a patch and an input that are gone',
    files: {
      'app/kustomization.yaml': `${app}patches:\n- path: gone.yaml\n  target: { kind: Pod }\nconfigMapGenerator:\n- name: x\n  files: [a=gone.txt]\n`,
    },
    gaps: ['source-missing app/kustomization.yaml 5', 'source-missing app/kustomization.yaml 8'],
    left: `${app}patches:\n\n\nconfigMapGenerator:\n\n\n`,
  },
  {
    name: 'fields and entries of another shape',
    files: { 'app/kustomization.yaml': 'resources:\n- {a: 1}\n- ../base\nimages: x\nnamePrefix: [y]\nresorces:\n- z\n' },
    gaps: [2, 4, 5, 6].map((line) => `yaml-unreadable app/kustomization.yaml ${line}`),
    left: 'resources:\n\n- ../base\n\n\n\n\n',
  },
  {
    name: 'a loop',
    files: { 'base/kustomization.yaml': 'resources:\n- ../app\n' },
    gaps: ['render-failed base/kustomization.yaml 2'],
  },
  {
    name: 'what shares its line is left to the tool',
    files: { 'app/kustomization.yaml': 'resources: [gone.yaml, ../base]\n' },
    gaps: [],
  },
];

for (const { name, files: changed, gaps, left } of rows) {
  test(`to blame: ${name}`, () => {
    const files = memoryFiles({ ...good, ...changed });
    const broken = findBroken(collectGraph('app', files), 'app', files);
    assert.deepEqual(
      broken.flatMap(({ gap }) => (gap ? [`${gap.code} ${gap.path} ${gap.line}`] : [])),
      gaps,
    );
    const copy = withoutBroken(
      {
        files: ['app/pod.yaml'],
        texts: new Map([['app/kustomization.yaml', { ...good, ...changed }['app/kustomization.yaml']]]),
        origins: new Map(),
      },
      broken,
    );
    if (left !== undefined) assert.equal(copy.texts.get('app/kustomization.yaml'), left);
  });
}
