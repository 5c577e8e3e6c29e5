/** What the live grid takes and gives. */
import type { Played } from '../happenings/types.ts';
import type { Scenario } from '../scenario.ts';
import type { FleetSizes } from './fleet.ts';

export interface LiveComplaint {
  readonly receivedMs: number;
  readonly account: string | null;
  readonly address: string | null;
  readonly text: string;
  readonly occurredFromMs: number | null;
  readonly occurredToMs: number | null;
  readonly channel: string;
  readonly requestType: string;
}

export type LiveEvent =
  | { readonly kind: 'incident'; readonly incident: Played }
  | {
      readonly kind: 'stroke';
      readonly timeMs: number;
      readonly lon: number;
      readonly lat: number;
      readonly peakKa: number;
      readonly semiMajorKm: number;
      readonly semiMinorKm: number;
      readonly bearingDeg: number;
      readonly cloud: boolean;
    }
  | { readonly kind: 'problem'; readonly message: string };

export interface LiveDevice {
  readonly meter: string;
  readonly role: string;
  readonly protocol: 'modbus' | 'mqtt';
  /** Meter table or MQTT dialect. */
  readonly profile: string;
  readonly device: string;
  readonly host: string | null;
  readonly port: number | null;
  readonly unit: number | null;
  readonly topics: readonly string[];
}

export interface LiveOptions {
  readonly seed: number;
  readonly mqttUrl: string;
  readonly scenario?: Partial<Scenario>;
  /** Simulated seconds per real second; 1 = real time, anything else puts device clocks ahead. */
  readonly speedup?: number;
  /** Real ms between two looks at the grid. */
  readonly tickMs?: number;
  /** Length of the readings' intervals, s. */
  readonly intervalS?: number;
  /** Mean time between incidents, s; 0 = none by themselves. */
  readonly incidentEveryS?: number;
  /** Mean time between calls without a cause in the grid, s; 0 = none. */
  readonly otherCallEveryS?: number;
  readonly fleet?: Partial<FleetSizes>;
  readonly mqttUser?: { readonly username: string; readonly password: string };
  readonly onEvent?: (event: LiveEvent) => void;
  readonly onComplaint?: (complaint: LiveComplaint) => void;
}

export interface LiveGrid {
  readonly devices: readonly LiveDevice[];
  /** Play one kind now (`line_fault`, `upstream`, `neutral_fault` …); null where it found nothing to do. */
  play(kind: string): Played | null;
  stop(): Promise<void>;
}
