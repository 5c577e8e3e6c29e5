/** Any panel a board may hold. */
import type { PanelBuilder as StatPanel } from '@grafana/grafana-foundation-sdk/stat';
import type { PanelBuilder as TablePanel } from '@grafana/grafana-foundation-sdk/table';
import type { PanelBuilder as CurvePanel } from '@grafana/grafana-foundation-sdk/timeseries';

export type AnyPanel = StatPanel | TablePanel | CurvePanel;
