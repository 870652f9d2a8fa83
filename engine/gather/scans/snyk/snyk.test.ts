import { testReportFormat } from '../../../test/test-report-format.ts';
import { snyk } from './snyk.ts';

testReportFormat(snyk, import.meta.dirname);
