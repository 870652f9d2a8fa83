import { testReportFormat } from '../../../test/test-report-format.ts';
import { xray } from './xray.ts';

testReportFormat(xray, import.meta.dirname);
