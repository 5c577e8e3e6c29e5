/** One big number. */
import { BigValueColorMode, ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import type { ThresholdsConfigBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { DATASOURCE } from '../datasource.ts';
import { bothLanguages, bothSentences } from '../text.ts';
import { type PanelSpec, targetsOf } from './panel.ts';

export interface NumberSpec extends PanelSpec {
  readonly thresholds: ThresholdsConfigBuilder;
  /** Which of the values in the period is shown. */
  readonly calc: 'lastNotNull' | 'sum';
  /** Shown when the period holds nothing: 0 for counts, a dash for measured values. */
  readonly none: string;
}

export function numberPanel(spec: NumberSpec): PanelBuilder {
  return new PanelBuilder()
    .title(bothLanguages(spec.title))
    .description(bothSentences(spec.description))
    .datasource(DATASOURCE)
    .unit(spec.unit)
    .noValue(spec.none)
    .thresholds(spec.thresholds)
    .colorMode(BigValueColorMode.Value)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs([spec.calc]).values(false))
    .targets(targetsOf(spec))
    .height(spec.height)
    .span(spec.width);
}
