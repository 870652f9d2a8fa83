import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entriesAt, listAt, memberAt, numberAt, objectsAt, textAt, textsAt } from './members.ts';

const json: unknown = JSON.parse('{"a":{"b":" x ","n":"7.5","e":"","l":[1,null,{"c":1},"y","y"," "]},"__proto__":{"p":1}}');

test('members that are not the object’s own are not seen', () => {
  assert.equal(memberAt(json, 'toString'), undefined);
  assert.equal(memberAt(json, 'a', 'constructor', 'name'), undefined);
  assert.equal(memberAt(json, '__proto__', 'p'), 1);
});

test('each kind is given, or nothing', () => {
  assert.equal(textAt(json, 'a', 'b'), 'x');
  assert.equal(textAt(json, 'a', 'e'), undefined);
  assert.equal(textAt(json, 'a', 'l'), undefined);
  assert.equal(numberAt(json, 'a', 'n'), 7.5);
  assert.equal(numberAt(json, 'a', 'b'), undefined);
  assert.equal(listAt(json, 'a', 'l').length, 6);
  assert.deepEqual(listAt(json, 'a', 'b'), []);
  assert.deepEqual(objectsAt(json, 'a', 'l'), [{ c: 1 }]);
  assert.deepEqual(textsAt(json, 'a', 'l'), ['y']);
  assert.deepEqual(entriesAt(json, 'nothing'), []);
});
