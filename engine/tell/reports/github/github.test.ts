import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { assertGolden } from '../../../test/golden.ts';
import { hostileName, hostileReport } from '../../../test/hostile-report.ts';
import { sampleReport } from '../../../test/sample-report.ts';
import { annotationCommand } from '../github-commands.ts';
import { github } from './github.ts';
import { githubSummary } from './github-summary.ts';

/** How GitHub's runner reads a line of a log, restated: property and data, decoded. */
function readCommand(line: string) {
  const [, level = '', properties = '', data = ''] = /^::(\w+) (.*?)::(.*)$/s.exec(line) ?? [];
  const decode = (text: string) =>
    text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
  const pairs = properties
    .split(',')
    .map((pair) => [pair.split('=', 1)[0] ?? '', decode(pair.slice(pair.indexOf('=') + 1))] as const);
  return { level, ...Object.fromEntries(pairs), message: decode(data) };
}

test('golden: one image read, one not, one finding', () => {
  assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.txt'), github.render(sampleReport, { color: false }));
  assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.md'), githubSummary.render(sampleReport, { color: false }));
});

test('hostile names begin no other command', () => {
  const lines = github.render(hostileReport, { color: false }).trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => /^::(error|warning|notice) file=/.test(line)),
    [true],
  );
});

test('property: whatever the texts are, GitHub reads back one command with them', () => {
  const text = fc.oneof(fc.string(), fc.constant(hostileName), fc.constantFrom('%0A', '::', 'a,b=c', 'x\n::error::y'));
  fc.assert(
    fc.property(text, text, text, fc.nat(), (title, message, file, line) => {
      const written = annotationCommand({ level: 'error', title, message, file, line });
      assert.equal(written.trimEnd().split(/[\r\n]/).length, 1);
      const shown = (stated: string) =>
        stated
          .split(/\r\n|[\r\n]/)
          .map((part) => part.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD'))
          .join('\n');
      assert.deepEqual(readCommand(written.slice(0, -1)), {
        level: 'error',
        file: shown(file),
        line: String(line),
        title: shown(title),
        message: shown(message),
      });
    }),
  );
});

test('a summary stays below what GitHub takes, and says what it leaves out', () => {
  const [image] = sampleReport.images;
  assert.ok(image);
  const images = Array.from({ length: 3_000 }, (_, index) => ({
    ...image,
    reference: `registry.example/${'x'.repeat(500)}:${index}`,
  }));
  const text = githubSummary.render({ ...sampleReport, images }, { color: false });
  assert.ok(Buffer.byteLength(text) < 1024 * 1024);
  assert.match(text, /… and 2800 more images\./);
});

test('nothing in a summary becomes markup', () => {
  assert.doesNotMatch(githubSummary.render(hostileReport, { color: false }).replace(/`[^`]*`/g, ''), /(^|[^\\])<(script|\/a)/);
});
