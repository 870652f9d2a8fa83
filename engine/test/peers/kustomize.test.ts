import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { openSourceFiles } from '../../adapters/files/source-files.ts';
import { openRenderings } from '../../adapters/renderings/open-renderings.ts';
import { openRenderer } from '../../adapters/tools/open-renderer.ts';
import { runTool } from '../../adapters/tools/run-tool.ts';
import { readKubernetesObjects } from '../../gather/sources/kubernetes-objects.ts';
import { readSources } from '../../gather/sources/read-sources.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';

const data = process.env.PLIMSOLL_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');
const cache = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
after(() => rmSync(cache, { recursive: true, force: true }));

for (const release of ['v1.7.0', 'v1.5.0']) {
  const folder = join(data, 'kubeflow', release, 'tree');
  const skip = !existsSync(folder) && `${folder} is not there; PLIMSOLL_DATA says where the data is`;

  test(`Kubeflow ${release}: what we read is what kustomize renders`, { skip }, async (context) => {
    const renderer = openRenderer({ folder, configured: {}, environment: process.env, cache });
    context.after(() => renderer.close());
    const tool = await renderer.identify('kustomize');
    if (!tool) return context.skip('neither kustomize nor kubectl is installed');
    const files = openSourceFiles(folder);
    const specs = [{ kind: 'kustomize', at: 'example' }] as const;
    const [ours] = await readSources(specs, { files, renderer, cache: openRenderings(cache) });
    assert.deepEqual(ours?.gaps, []);
    const theirs = await runTool({
      path: tool.path,
      arguments: [tool.name === 'kubectl' ? 'kustomize' : 'build', 'example'],
      folder,
      environment: { PATH: process.env.PATH ?? '', HOME: cache },
      timeoutMs: 120_000,
      maxOutputBytes: 100_000_000,
    });
    const expected = readKubernetesObjects(theirs.output.toString(), { unit: 'test', path: 'example', hasLines: false });
    assert.deepEqual(
      ours?.resources.map(spell),
      expected.items.map(({ value }) => spell({ value })),
    );
    assertPlaces(ours?.resources ?? [], (file) => files.readText(file));
    const [kept] = await readSources(specs, {
      files,
      renderer: { ...refusing, identify: async () => tool },
      cache: openRenderings(cache),
    });
    assert.deepEqual(kept, ours);
  });
}

const refuse = async () => ({ kind: 'failed', code: 'render-failed', detail: 'not to be started' }) as const;
const refusing = { identify: async () => undefined, kustomize: refuse, helm: refuse };

function spell({ value }: { readonly value: JsonObject }): string {
  const { annotations, ...metadata } = value.metadata as JsonObject;
  const isEmpty = annotations === null || (typeof annotations === 'object' && Object.keys(annotations).length === 0);
  return JSON.stringify({ ...value, metadata: isEmpty || annotations === undefined ? metadata : { ...metadata, annotations } });
}

/** Every resource stands in a file of the tree, at a line that is there. */
function assertPlaces(resources: readonly Resource[], read: (file: string) => string | undefined): void {
  for (const { file, line, identity } of resources) {
    const text = read(file);
    assert.ok(text !== undefined, `${file} of ${identity.kind} ${identity.name}`);
    assert.ok(line !== undefined && text.split('\n')[line - 1]?.trim(), `${file}:${line} of ${identity.kind} ${identity.name}`);
  }
}
