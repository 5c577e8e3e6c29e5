/** Values over time, as lines (voltage, lag) or stacked bars (counts). */
import {
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { DATASOURCE } from '../datasource.ts';
import { bothLanguages, bothSentences } from '../text.ts';
import { voltageThresholds } from './look.ts';
import { type PanelSpec, targetsOf } from './panel.ts';

export interface CurveSpec extends PanelSpec {
  readonly style: 'lines' | 'bars';
  /** Smallest step of `$__interval`, e.g. `10m` for 10-minute aggregates. */
  readonly minInterval: string;
}

export function curvePanel(spec: CurveSpec): PanelBuilder {
  const panel = new PanelBuilder()
    .title(bothLanguages(spec.title))
    .description(bothSentences(spec.description))
    .datasource(DATASOURCE)
    .unit(spec.unit)
    .interval(spec.minInterval)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .targets(targetsOf(spec))
    .height(spec.height)
    .span(spec.width);
  if (spec.style === 'lines') return panel.drawStyle(GraphDrawStyle.Line).lineWidth(1).spanNulls(false);
  return panel
    .drawStyle(GraphDrawStyle.Bars)
    .fillOpacity(70)
    .lineWidth(0)
    .min(0)
    .decimals(0)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
}

/** Curves with the two limits drawn as dashed lines; gaps stay gaps. */
export function voltageCurvePanel(spec: CurveSpec): PanelBuilder {
  return curvePanel(spec)
    .thresholds(voltageThresholds())
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed))
    .decimals(1)
    .axisSoftMin(190)
    .axisSoftMax(240);
}
