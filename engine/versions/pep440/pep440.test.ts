import { testLaws, testRows } from '../../test/scheme-laws.ts';
import { pep440 } from './pep440.ts';

testRows(pep440, [
  '1.9 < 1.10',
  '1.0 = 1.0.0',
  '1.0.dev1 < 1.0a1',
  '1.0a1 < 1.0b1',
  '1.0b1 < 1.0rc1',
  '1.0rc1 < 1.0',
  '1.0a1.dev1 < 1.0a1',
  '1.0 < 1.0.post1',
  '1.0.post1.dev1 < 1.0.post1',
  '1.0.post1.dev1 > 1.0\ta development release of a post-release is no pre-release',
  '9.0 < 1!1.0\tepoch first',
  '1.0 < 1.0+local',
  '1.0+a < 1.0+1\tin local versions numbers come last',
  '1.0+ubuntu.9 < 1.0+ubuntu.10',
  '1.0+git.12e4567 < 1.0+git.12e4568\ta hash is no number',
  '1.0+a = 1.0+A',
  '1.0+a-1 = 1.0+a.1',
  'v1.0-ALPHA_1 = 1.0a1\tspellings that are normalized',
  '1.0c1 = 1.0rc1',
  '1.0-1 = 1.0.post1',
  '1.0.rev = 1.0.post0',
  '1.0preview2 = 1.0rc2',
  '1.0.dev99999999999999999998 < 1.0.dev99999999999999999999\tbeyond 2^53',
  ' 1.0 = 1.0\twhite space around',
  '0.9-horsea ? 1.0',
  '1.0+ ? 1.0',
  '1..0 ? 1.0',
  ' ? 1.0\tempty',
]);

testLaws(pep440, ['.1', 'a1', '.dev1', '.post1', '+', 'rc', '0', '!', '-1', 'a', '.0', '+1.a']);
