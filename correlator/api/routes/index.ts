/** Registry: the handler of every route of the contract. The compiler asks for each. */
import type { RouteId } from '../../contract/index.ts';
import type { Handler } from '../handler.ts';
import { getComplaint, listComplaints, setComplaintStatus } from './complaints.ts';
import { searchCustomers } from './customers.ts';
import { getDataQuality, getMeterQuality } from './data-quality.ts';
import { streamEvents } from './events.ts';
import { createComplaint } from './file-complaint.ts';
import { importTable } from './imports.ts';
import { getIncident, listIncidents } from './incidents.ts';
import { getDeadLetter, listDeadLetters, retryDeadLetters } from './letters.ts';
import { getNetwork } from './network.ts';
import { getNow } from './now.ts';
import { pushReadings } from './readings.ts';
import { getRecordingWindow, openRecording } from './recordings.ts';
import { listSections } from './sections.ts';
import { getSupplyPointVoltage } from './supply-point-voltage.ts';
import { getSupplyPoint } from './supply-points.ts';
import { getHealth, getLive, getMetrics, getOpenapi, getReady } from './system.ts';
import { triage } from './triage.ts';
import { getVerdict } from './verdicts.ts';

export const HANDLERS = {
  getHealth,
  getLive,
  getReady,
  getOpenapi,
  getMetrics,
  searchCustomers,
  getSupplyPoint,
  getSupplyPointVoltage,
  listComplaints,
  createComplaint,
  getComplaint,
  getVerdict,
  setComplaintStatus,
  triage,
  listIncidents,
  getIncident,
  listSections,
  getNetwork,
  getNow,
  getDataQuality,
  getMeterQuality,
  listDeadLetters,
  getDeadLetter,
  retryDeadLetters,
  streamEvents,
  importTable,
  pushReadings,
  openRecording,
  getRecordingWindow,
} as const satisfies { readonly [I in RouteId]: Handler<I> };
