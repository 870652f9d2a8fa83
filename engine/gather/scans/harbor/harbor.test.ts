import { testReportFormat } from '../../../test/test-report-format.ts';
import { harbor } from './harbor.ts';

testReportFormat(harbor, import.meta.dirname);
