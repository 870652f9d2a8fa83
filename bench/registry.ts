import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { largestCorpus, openCorpus, serveCorpus } from '../engine/test/corpus.ts';
import type { Benchmark } from './figure.ts';
import { middle, type Program, plimsoll, runInTurns } from './run-program.ts';
import { writeRelease } from './write-release.ts';

/** Real images from a registry on loopback, with nothing known before, beside the same images from a layout. */
export const registry: Benchmark = {
  name: 'registry',
  async measure({ root, scratch }) {
    const corpus = await openCorpus(largestCorpus());
    if (typeof corpus === 'string') return corpus;
    const server = await serveCorpus(corpus, join(scratch, 'registry'));
    if (typeof server === 'string') return server;
    try {
      const layout = scanOf(root, scratch, writeRelease(join(scratch, 'layout'), [corpus.folder], corpus.references));
      const pulled = writeRelease(join(scratch, 'pulled'), [corpus.folder], corpus.references);
      const [from = ''] = corpus.references[0]?.split('/') ?? [];
      const mirrors = [{ from, to: server.host }];
      const images = [{ registry: 'default' }];
      const sources = [{ 'image-list': 'images.txt' }];
      writeFileSync(join(pulled, 'plimsoll.yaml'), JSON.stringify({ product: 'Bench', version: '1', sources, images, mirrors }));
      const [local, remote] = await runInTurns([layout, scanOf(root, scratch, pulled)], 3);
      const [near, far] = [middle(local, 'wallSeconds'), middle(remote, 'wallSeconds')];
      const cpu = middle(remote, 'cpuSeconds') / middle(local, 'cpuSeconds');
      return [
        {
          name: `\`scan\` of ${corpus.references.length} images from a registry on loopback, empty cache, beside the layout`,
          measured: `${(far / near).toFixed(2)} × (${far.toFixed(2)} s and ${near.toFixed(2)} s; processor time ${cpu.toFixed(2)} ×)`,
          target: { text: '≤ 1.3 ×', isMet: far / near <= 1.3 },
          commands: ['serve-registry.sh CORPUS start', 'node engine/bin/plimsoll.js scan'],
        },
      ];
    } finally {
      await server.stop();
    }
  },
};

function scanOf(root: string, scratch: string, release: string): Program {
  const record = join(scratch, 'record');
  const args = ['scan', '--config', join(release, 'plimsoll.yaml'), '--quiet', '--output', record];
  const prepare = () => rmSync(join(scratch, 'cache'), { recursive: true, force: true });
  return { ...plimsoll(root, args, scratch), prepare };
}
