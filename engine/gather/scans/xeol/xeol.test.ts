import { testReportFormat } from '../../../test/test-report-format.ts';
import { xeol } from './xeol.ts';

testReportFormat(xeol, import.meta.dirname);
