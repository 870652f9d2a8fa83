import { testReportFormat } from '../../../test/test-report-format.ts';
import { cyclonedx } from './cyclonedx.ts';

testReportFormat(cyclonedx, import.meta.dirname);
