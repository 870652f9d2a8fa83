import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { reconcileSchema } from '../../../tools/docs/schemas/reconcile.ts';
import { writePurl } from '../../formats/purl/write-purl.ts';
import { type Label, labelTypes, readLabels } from '../labels.ts';
import { makeReleaseFolders } from '../release-folder.ts';

const data = process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const read = readLabels(data);
const skip = typeof read === 'string' ? read : false;

describe('the scorecard of reconcile, on human labels', { skip }, () => {
  const folders = makeReleaseFolders('scorecard');
  after(() => folders.remove());
  const labels = typeof read === 'string' ? [] : read.filter(({ tier }) => tier === 'exact');
  const bySystem = Map.groupBy(labels, ({ distro }) => distro ?? 'languages');
  const referenceOf = (system: string) => `labels.example/${system}:1`;

  test('a record and a scanner that reports everything are scored as the labels say', async (t) => {
    const at = folders.place({
      'plimsoll.yaml': 'product: Labels\nversion: "1"\nsources: [{ image-list: images.txt }]\nimages: [{ sbom: ./sboms }]\n',
      'images.txt': [...bySystem.keys()].map((system) => `${referenceOf(system)}\n`).join(''),
      'labels.jsonl': labels.map((label) => `${JSON.stringify(label)}\n`).join(''),
    });
    mkdirSync(join(at, 'sboms'));
    mkdirSync(join(at, 'reports'));
    for (const [system, list] of bySystem) {
      writeFileSync(join(at, `sboms/${system}.cdx.json`), JSON.stringify(toSbom(system, list)));
      writeFileSync(join(at, `reports/${system}.json`), JSON.stringify(toReport(referenceOf(system), list)));
    }
    await folders.run(at, 'advisories', 'import', join(data, 'advisories'), '--database', 'advisories.db');
    const scanned = await folders.run(at, 'scan', '--database', 'advisories.db', '--now', '2026-01-01');
    assert.ok(existsSync(join(at, 'releases/1.plimsoll')), scanned.stderr);
    const { stdout, stderr } = await folders.run(
      at,
      ...['reconcile', 'releases/1.plimsoll', 'reports', '--labels', 'labels.jsonl', '-f', 'json'],
    );
    assert.ok(stdout, stderr);
    const { scorecard, engines } = reconcileSchema.parse(JSON.parse(stdout));
    const count = (label: Label['label'], isHard: boolean) =>
      labels.filter((one) => one.label === label && (one.hard !== undefined) === isHard).length;
    assert.deepEqual([scorecard?.labels, scorecard?.applicable], [labels.length, labels.length]);
    const [grype, plimsoll] = (scorecard?.scores ?? []).toSorted((a, b) => (a.engine < b.engine ? -1 : 1));
    for (const score of [plimsoll, grype]) t.diagnostic(JSON.stringify(score));
    for (const score of scorecard?.hard ?? []) t.diagnostic(`hard, reported and not judged: ${JSON.stringify(score)}`);
    assert.deepEqual(
      [grype?.truePositives, grype?.falsePositives, grype?.falseNegatives, grype?.trueNegatives],
      [count('TP', false), count('FP', false), 0, 0],
    );
    assert.deepEqual(
      [plimsoll?.truePositives, plimsoll?.falsePositives, plimsoll?.falseNegatives, plimsoll?.trueNegatives],
      [count('TP', false), 0, 0, count('FP', false)],
    );
    const [engine] = engines;
    const classed = Object.values(engine?.classes ?? {}).reduce((sum, one) => sum + one, 0);
    assert.equal(classed, engine?.disagreement);
    t.diagnostic(`both ${engine?.both}, disagreement ${engine?.disagreement}: ${JSON.stringify(engine?.classes)}`);
  });
});

function purlOf({ ecosystem, package: name, version, distro, source }: Label): string {
  const type = labelTypes[ecosystem.split(':')[0] ?? ''] ?? 'generic';
  const system = distro?.split('-')[0];
  if (type === 'deb' || type === 'rpm' || type === 'apk') {
    const [, epoch, rest] = type === 'rpm' ? (/^(?:(\d+):)?(.*)$/.exec(version) ?? []) : [];
    const upstream = source === name ? undefined : source;
    return writePurl({
      type,
      namespace: system ?? type,
      name,
      version: rest ?? version,
      qualifiers: { distro, epoch, upstream },
    });
  }
  const cut = name.lastIndexOf('/');
  const namespace = cut < 0 ? {} : { namespace: name.slice(0, cut) };
  return writePurl({ type, ...namespace, name: name.slice(cut + 1), version });
}

function toSbom(system: string, labels: readonly Label[]): object {
  const [name = '', version] = system.split('-');
  const operatingSystem = { type: 'operating-system', name, ...(version && { version }) };
  const libraries = [...new Set(labels.map(purlOf))].map((purl) => ({ type: 'library', name: purl, purl }));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'container', name: `labels.example/${system}`, version: '1' } },
    components: [...(system === 'languages' ? [] : [operatingSystem]), ...libraries],
  };
}

/** A scanner that reports everything that anybody ever judged. */
function toReport(reference: string, labels: readonly Label[]): object {
  return {
    descriptor: { name: 'grype', version: '0.96.0' },
    source: { type: 'image', target: { userInput: reference, tags: [reference] } },
    matches: labels.map((label) => ({
      vulnerability: { id: label.vuln, severity: 'High', fix: { state: 'unknown', versions: [] } },
      artifact: { name: label.package, version: label.version, purl: purlOf(label) },
    })),
  };
}
