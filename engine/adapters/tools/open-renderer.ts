import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import type {
  ChartLayout,
  FailedRendering,
  HelmRequest,
  KustomizationCopy,
  KustomizeRequest,
  PulledChart,
  PullRequest,
  RenderedStream,
  Renderer,
  RenderingTool,
} from '../../gather/sources/ports.ts';
import type { CopiedTree } from './copy-tree.ts';
import type { ToolPlaces } from './find-tool.ts';
import { helmArguments } from './helm-arguments.ts';
import { identifyTool } from './identify-tool.ts';
import { runTool, type ToolRun } from './run-tool.ts';
import { toolEnvironment } from './tool-environment.ts';
import type { SpokenFolders } from './tool-words.ts';

/** What rendering is bound to. */
export interface RendererOptions extends ToolPlaces {
  /** The configuration's folder; absolute. */
  readonly folder: string;
  /** How many renderings may be asked for at one time; they share the memory. */
  readonly atOnce?: number;
  /** True where the network may not be used: charts are not pulled then. */
  readonly offline?: boolean;
  readonly timeoutMs?: number;
  readonly maxOutputBytes?: number;
}

/** A Renderer that holds a temporary folder until it is closed. */
export interface OpenRenderer extends Renderer {
  close(): void;
}

/** Output: ten times what a large distribution renders in all; more is a template that ran away. */
const defaults = { timeoutMs: 5 * 60_000, maxOutputBytes: 64 * 1024 * 1024 };

/** What all renderings of one run share. */
interface Bench {
  readonly options: RendererOptions;
  readonly environment: Readonly<Record<string, string>>;
  /** An empty folder of our own; made when the first tool runs. */
  scratch(): string;
  identify(tool: 'kustomize' | 'helm'): Promise<RenderingTool | undefined>;
}

/**
 * Renders with the real kustomize and Helm. The sources are only read: what a tool has to write goes to a temporary folder.
 *
 * faults  none while rendering: what goes wrong comes back as a failed rendering
 */
export function openRenderer(options: RendererOptions): OpenRenderer {
  let scratch: string | undefined;
  const identified = new Map<string, Promise<RenderingTool | undefined>>();
  const bench: Bench = {
    options,
    get environment() {
      return toolEnvironment(options.environment, this.scratch(), options.atOnce);
    },
    scratch: () => (scratch ??= mkdtempSync(join(realpathSync(tmpdir()), 'plimsoll-'))),
    identify(tool) {
      const known = identified.get(tool) ?? identifyTool(tool, options, toolEnvironment(options.environment, options.cache));
      identified.set(tool, known);
      return known;
    },
  };
  return {
    identify: bench.identify,
    kustomize: (request) => renderKustomization(request, bench),
    helm: (request) => renderChart(request, bench),
    ...(!options.offline && { pullChart: (request: PullRequest) => pullChart(request, bench) }),
    close: () => scratch !== undefined && rmSync(scratch, { recursive: true, force: true }),
  };
}

/** Through a kustomization of our own that asks for origins: the one to render may not be changed. */
async function renderKustomization(request: KustomizeRequest, bench: Bench): Promise<RenderedStream | FailedRendering> {
  const tool = await bench.identify('kustomize');
  if (!tool) return missing('kustomize');
  const wrapper = mkdtempSync(join(bench.scratch(), 'root-'));
  const source = realpathSync(bench.options.folder);
  const tree = request.copy && (await copySources(mkdtempSync(join(wrapper, 'tree-')), source, request.copy));
  if (tree && 'code' in tree) return tree;
  const folder = tree?.folder ?? source;
  const root = realRoot(resolve(folder, request.folder));
  const resources = [relative(wrapper, root).split(sep).join('/')];
  writeFileSync(join(wrapper, 'kustomization.yaml'), JSON.stringify({ ...request.rootFields, resources }));
  const build = tool.name === 'kubectl' ? 'kustomize' : 'build';
  const run = await runTool({
    ...launch(tool, bench),
    arguments: [build, wrapper],
    ...(request.signal && { signal: request.signal }),
  });
  rmSync(wrapper, { recursive: true, force: true });
  if (run.end !== 'done')
    return failed(run, tool, {
      here: [folder, relative(wrapper, folder).split(sep).join('/')],
      passing: [wrapper, bench.scratch()],
    });
  const toSourcePath = remembering((path: string) => {
    const whole = resolve(wrapper, path);
    return tree?.toSourcePath(whole) ?? relative(folder, whole).split(sep).join('/');
  });
  return { kind: 'rendered', bytes: run.output, toSourcePath };
}

/** Hundreds of resources come from few files. */
function remembering(convert: (path: string) => string): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    const found = known.get(path) ?? convert(path);
    known.set(path, found);
    return found;
  };
}

async function copySources(empty: string, source: string, copy: KustomizationCopy): Promise<CopiedTree | FailedRendering> {
  const { copyTree } = await import('./copy-tree.ts');
  return copyTree(empty, source, copy).catch((error: NodeJS.ErrnoException) => {
    return { kind: 'failed', code: 'render-failed', detail: `a file that it reads could not be copied (${error.code})` };
  });
}

function realRoot(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

async function renderChart(request: HelmRequest, bench: Bench): Promise<RenderedStream | FailedRendering> {
  const { overlay, layout, timeoutMs, signal } = request;
  const tool = await bench.identify('helm');
  if (!tool) return missing('helm');
  mkdirSync(join(bench.scratch(), 'helm'), { recursive: true });
  const own = mkdtempSync(join(bench.scratch(), 'chart-'));
  const values = overlay && join(own, 'values.json');
  if (values) writeFileSync(values, JSON.stringify(overlay));
  const at = layout && (await layOut(join(own, 'chart'), request.spec.at, { layout, home: bench.options.folder }));
  const run = await runTool({
    ...launch(tool, bench),
    ...(timeoutMs !== undefined && { timeoutMs: Math.min(timeoutMs, bench.options.timeoutMs ?? timeoutMs) }),
    arguments: helmArguments(at ? { ...request, spec: { ...request.spec, at } } : request, bench.options.folder, values),
    ...(signal && { signal }),
  });
  rmSync(own, { recursive: true, force: true });
  return run.end === 'done'
    ? { kind: 'rendered', bytes: run.output, toSourcePath: (path) => path }
    : failed(run, tool, { here: [bench.options.folder], passing: [own, bench.scratch()] });
}

/** The chart laid out in a folder of our own; undefined where no links can be made, and it is rendered as it is. */
async function layOut(
  empty: string,
  at: string,
  { layout, home }: { readonly layout: ChartLayout; readonly home: string },
): Promise<string | undefined> {
  const { layChart } = await import('./lay-chart.ts');
  try {
    mkdirSync(empty);
    layChart({ empty, chart: resolve(home, at), home }, layout);
    return empty;
  } catch {
    return undefined;
  }
}

/** Into the folder of this run; it is there until the renderer is closed. */
async function pullChart(request: PullRequest, bench: Bench): Promise<PulledChart | FailedRendering> {
  const tool = await bench.identify('helm');
  if (!tool) return missing('helm');
  const { findPulledChart, prepareChartPull } = await import('./pull-chart.ts');
  const pull = await prepareChartPull(request, bench.scratch());
  const run = await runTool({
    ...launch(tool, bench),
    arguments: pull.arguments,
    ...(request.signal && { signal: request.signal }),
  });
  if (run.end !== 'done') return failed(run, tool, { here: [bench.options.folder], passing: [pull.folder, bench.scratch()] });
  const at = await findPulledChart(pull.folder);
  const none: FailedRendering = { kind: 'failed', code: 'render-failed', detail: 'the registry gave no packed chart' };
  return at === undefined ? none : { kind: 'pulled', at };
}

function launch(tool: RenderingTool, { options, environment }: Bench) {
  const { timeoutMs = defaults.timeoutMs, maxOutputBytes = defaults.maxOutputBytes, folder } = options;
  return { path: tool.path, folder, environment, timeoutMs, maxOutputBytes };
}

function missing(tool: 'kustomize' | 'helm'): FailedRendering {
  const programs = tool === 'kustomize' ? 'kustomize or kubectl' : 'helm';
  return {
    kind: 'failed',
    code: 'tool-missing',
    detail: `${programs} was not found, or does not run; \`plimsoll doctor\` says what to install`,
  };
}

async function failed(run: ToolRun, tool: RenderingTool, folders: SpokenFolders): Promise<FailedRendering> {
  const name = `${tool.name} ${tool.version}`;
  if (run.end === 'timed-out') return { kind: 'failed', code: 'render-timed-out', detail: `${name} did not end in time` };
  if (run.end === 'too-large')
    return { kind: 'failed', code: 'render-too-large', detail: `${name} printed more than is allowed` };
  if (run.end === 'stopped') return { kind: 'failed', code: 'render-failed', detail: `${name} was stopped` };
  const { toolWords } = await import('./tool-words.ts');
  return { kind: 'failed', code: 'render-failed', detail: `${name}: ${toolWords(run.words, folders)}` };
}
