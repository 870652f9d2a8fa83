import { testReportFormat } from '../../../test/test-report-format.ts';
import { wiz } from './wiz.ts';

testReportFormat(wiz, import.meta.dirname);
