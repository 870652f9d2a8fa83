import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../test/any-json.ts';
import { splitJson } from './split-json.ts';

const rows: readonly { name: string; text: string; values: readonly unknown[]; flaw?: string }[] = [
  { name: 'one document', text: ' {"a": 1}\n', values: [{ a: 1 }] },
  { name: 'nothing', text: ' \n', values: [] },
  { name: 'documents one after another', text: '{"a":1}{"b":"}"}\n[2]', values: [{ a: 1 }, { b: '}' }, [2]] },
  { name: 'JSON lines', text: '{"a":1}\n\n{"a":2}\n', values: [{ a: 1 }, { a: 2 }] },
  { name: 'a JSON text sequence', text: '\u001e{"a":1}\n\u001e{"a":2}\n', values: [{ a: 1 }, { a: 2 }] },
  { name: 'one that is cut off in a text', text: '{"a":[1,2,{"b":"x', values: [{ a: [1, 2, {}] }], flaw: 'cut-off 1' },
  { name: 'one that is cut off behind a member', text: '{\n"a":1,\n"b":', values: [{ a: 1 }], flaw: 'cut-off 3' },
  { name: 'the second is cut off', text: '{"a":1}\n{"b":[1,', values: [{ a: 1 }, { b: [1] }], flaw: 'cut-off 2' },
  { name: 'prose behind a document', text: '{"a":1}\nDone.', values: [{ a: 1 }], flaw: 'unreadable 2' },
  { name: 'prose before it', text: 'Scanning\n{"a":1}', values: [], flaw: 'unreadable 1' },
  { name: 'a brace too many', text: '{"a":1}}', values: [{ a: 1 }], flaw: 'unreadable 1' },
  { name: 'brackets that do not match', text: '{"a":[1}', values: [], flaw: 'unreadable 1' },
  { name: 'nested too deep', text: `{"a":1} ${'['.repeat(3000)}`, values: [{ a: 1 }], flaw: 'unreadable 1' },
];

for (const { name, text, values, flaw } of rows) {
  test(name, () => {
    const split = splitJson(text);
    assert.deepEqual(
      split.values.map(({ value }) => value),
      values,
    );
    assert.equal(split.flaw && `${split.flaw.kind} ${split.flaw.line}`, flaw);
  });
}

test('property: documents written one after another come back, wherever they are cut the whole ones do', () => {
  const documents = fc.array(fc.oneof(fc.dictionary(fc.string(), anyJson()), fc.array(anyJson())), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(documents, fc.nat(), (values, at) => {
      const plain = values.map((value) => JSON.parse(JSON.stringify(value)) as unknown);
      const text = plain.map((value) => JSON.stringify(value)).join('\n');
      assert.deepEqual(
        splitJson(text).values.map(({ value }) => value),
        plain,
      );
      const cut = text.slice(0, at % (text.length + 1));
      const whole = plain.filter(
        (_, index) =>
          cut.length >=
          plain
            .slice(0, index + 1)
            .map((value) => JSON.stringify(value))
            .join('\n').length,
      );
      assert.deepEqual(
        splitJson(cut)
          .values.slice(0, whole.length)
          .map(({ value }) => value),
        whole,
      );
    }),
  );
});

test('property: any text gives values or a flaw', () => {
  fc.assert(fc.property(fc.string(), (text) => splitJson(text).values.length >= 0));
});
