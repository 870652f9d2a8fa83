import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findTools, type ToolCandidate } from '../engine/adapters/tools/find-tool.ts';
import type { Benchmark, Figure } from './figure.ts';
import { middle, type Program, plimsoll, type Run, runInTurns } from './run-program.ts';

/** The inventory of a real release, with nothing known before and with nothing changed, beside the tool that renders it. */
export const images: Benchmark = {
  name: 'images',
  async measure({ root, scratch, data }) {
    const tree = join(data, 'kubeflow/v1.7.0/tree');
    if (!existsSync(tree)) return `there is no Kubeflow v1.7.0 in ${relative(root, data)}`;
    const places = { configured: {}, environment: process.env, cache: join(scratch, 'tools') };
    const { value: tool } = await findTools('kustomize', places).next();
    if (!tool) return 'there is neither kustomize nor kubectl';
    const ours = ourProgram(root, scratch, tree, tool);
    const cold = { ...ours, prepare: () => rmSync(join(scratch, 'cache'), { recursive: true, force: true }) };
    const theirs: Program = { command: [tool.path, rendering(tool), join(tree, 'example')], folder: scratch };
    const [rendered, first] = await runInTurns([theirs, cold], 5);
    const [again] = await runInTurns([ours], 9);
    const commands = [
      `${tool.name} ${rendering(tool)} ${join(relative(root, tree), 'example')}`,
      `node engine/bin/plimsoll.js images --format json ${join(relative(root, tree), 'example')}`,
    ] as const;
    return [...coldFigures(rendered, first, commands), ...warmFigures(again, commands[1])];
  },
};

function ourProgram(root: string, scratch: string, tree: string, tool: ToolCandidate): Program {
  const output = join(scratch, 'images.json');
  const program = plimsoll(root, ['images', '--quiet', '--format', 'json', '--output', output, join(tree, 'example')], scratch);
  return { ...program, environment: { ...program.environment, [`PLIMSOLL_${tool.name.toUpperCase()}`]: tool.path } };
}

function rendering({ name }: ToolCandidate): string {
  return name === 'kubectl' ? 'kustomize' : 'build';
}

function coldFigures(
  rendered: readonly Run[] | undefined,
  first: readonly Run[] | undefined,
  commands: readonly [string, string],
): readonly Figure[] {
  const [theirs, ours] = [middle(rendered, 'wallSeconds'), middle(first, 'wallSeconds')];
  const cpu = middle(first, 'cpuSeconds');
  return [
    {
      name: '`images` of Kubeflow v1.7.0, empty cache, beside rendering alone',
      measured: `${(ours / theirs).toFixed(2)} × (${ours.toFixed(2)} s and ${theirs.toFixed(2)} s)`,
      target: { text: '≤ 1.25 ×', isMet: ours / theirs <= 1.25 },
      commands,
    },
    {
      name: '… of it Plimsoll’s own processor time, without the tool',
      measured: `${cpu.toFixed(2)} s`,
      target: { text: '< 0.35 s', isMet: cpu < 0.35 },
      commands: commands.slice(1),
    },
  ];
}

function warmFigures(again: readonly Run[] | undefined, command: string): readonly Figure[] {
  const wall = middle(again, 'wallSeconds');
  return [
    {
      name: '`images` of Kubeflow v1.7.0, nothing changed',
      measured: `${wall.toFixed(2)} s (${middle(again, 'cpuSeconds').toFixed(2)} s of processor time, ${middle(again, 'peakMegabytes').toFixed(0)} MB)`,
      target: { text: '< 0.5 s', isMet: wall < 0.5 },
      commands: [command],
    },
  ];
}
