import { testReportFormat } from '../../../test/test-report-format.ts';
import { openvex } from './openvex.ts';

testReportFormat(openvex, import.meta.dirname);
