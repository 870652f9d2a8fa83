import { testLaws, testRows } from '../../test/scheme-laws.ts';
import { apk } from './apk.ts';

testRows(apk, [
  '1.2.3-r0 < 1.2.3-r1',
  '1.9 < 1.10\tnumbers, not text',
  '1.05 < 1.1\ta leading zero makes a fraction',
  '1.2 < 1.2a\ta letter comes behind',
  '1.2_alpha < 1.2_beta',
  '1.2_beta < 1.2_pre',
  '1.2_pre < 1.2_rc1',
  '1.2_rc1 < 1.2',
  '1.2 < 1.2_cvs',
  '1.2_cvs < 1.2_svn',
  '1.2_svn < 1.2_git20240101',
  '1.2_git20240101 < 1.2_hg',
  '1.2_hg < 1.2_p1',
  '1.2_p1 < 1.2.1',
  '1.2_rc2 < 1.2_rc10',
  '1.2_p1_p2 > 1.2_p1_p1',
  '6.6.2p1-r0 < 6.6.2p2-r0\tdigits behind a letter, as apk 2 reads them',
  '1.2~abc123-r0 < 1.2~abc124-r0\ta commit by its characters',
  '1.2~abc123 > 1.2-r9',
  '0.8.21.r2 > 0.8.21.r1\tan empty number, as apk 2 reads it',
  '1.2_blah < 1.2\ta malformed rest sorts as apk sorts it',
  '1.2+dfsg ? 1.2\tno such character',
  'abc ? 1.2',
  ' ? 1.2\tempty',
]);

testLaws(apk, ['.1', '.0', '_p', '_rc', '_alpha', 'a', '-r', '~', 'f', '1', '.05', '-r1', '_']);
