/** What a board file exports. */
import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Text } from '../../core/text.ts';

export interface Board {
  /** Grafana uid and file name; never changes, links depend on it. */
  readonly uid: string;
  readonly title: Text;
  /** Who looks at it, and when. */
  readonly audience: Text;
  readonly build: () => DashboardBuilder;
}
