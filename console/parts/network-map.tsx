/** The network drawn from its own coordinates, without map tiles; sections coloured by benefit, the chosen one thick. */
import * as maplibregl from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { useEffect, useRef, useState } from 'react';
import type { NetworkMap } from '../../correlator/contract/network.ts';
import { BENEFIT_STEPS } from '../lib/colors.ts';
import { useLanguage } from '../lib/i18n.tsx';

maplibregl.setWorkerUrl(workerUrl);

const BACKGROUND = '#f7f9fa';
const LABELLED = new Set(['substation', 'feeder_head']);

const benefitColor = [
  'step',
  ['coalesce', ['get', 'benefit'], 0],
  BENEFIT_STEPS[0]?.color,
  ...BENEFIT_STEPS.slice(1).flatMap((s) => [s.atLeast, s.color]),
] as unknown as maplibregl.ExpressionSpecification;

export function NetworkMapView(props: {
  readonly map: NetworkMap;
  readonly feeder: string | null;
  readonly chosen: string | null;
  readonly onChoose: (section: string | null) => void;
}) {
  const { t } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<maplibregl.Map | null>(null);
  const { map, chosen, feeder, onChoose } = props;
  const choose = useRef(onChoose);
  choose.current = onChoose;

  useEffect(() => {
    if (box.current === null) return;
    const made = createMap(box.current, (id) => choose.current(id));
    made.on('load', () => setView(made));
    return () => {
      setView(null);
      made.remove();
    };
  }, []);

  useEffect(() => {
    if (view === null) return;
    const source = view.getSource('net') as maplibregl.GeoJSONSource;
    source.setData(map as unknown as Parameters<maplibregl.GeoJSONSource['setData']>[0]);
    const labels = labelsOf(map).map((m) => m.addTo(view));
    return () => {
      for (const l of labels) l.remove();
    };
  }, [view, map]);

  const fitted = map.bbox?.join() ?? '';
  useEffect(() => {
    if (view === null || fitted === '') return;
    const [w, s, e, n] = fitted.split(',').map(Number) as [number, number, number, number];
    view.fitBounds(
      [
        [w, s],
        [e, n],
      ],
      { padding: 40, animate: false },
    );
  }, [view, fitted]);

  useEffect(() => {
    if (view === null) return;
    view.setFilter('chosen', ['all', ['==', ['get', 'what'], 'section'], ['==', ['get', 'id'], chosen ?? '']]);
    view.setPaintProperty(
      'sections',
      'line-opacity',
      feeder === null ? 1 : ['case', ['==', ['get', 'feeder'], feeder], 1, 0.15],
    );
    const place = map.features.find((f) => f.properties.what === 'section' && f.id === chosen);
    const at = place?.geometry.type === 'LineString' ? place.geometry.coordinates[0] : undefined;
    if (at && !view.getBounds().contains(at)) view.easeTo({ center: at });
  }, [view, chosen, feeder, map]);

  return (
    <div className="map" role="img" aria-label={t('lines.map')}>
      <div ref={box} style={{ width: '100%', height: '100%' }} />
      <div className="map-legend">
        {t('lines.legend')}
        {BENEFIT_STEPS.map((s) => (
          <span key={s.atLeast}>
            <i style={{ background: s.color }} />≥ {s.atLeast}
          </span>
        ))}
      </div>
    </div>
  );
}

function createMap(container: HTMLElement, onChoose: (id: string | null) => void): maplibregl.Map {
  const made = new maplibregl.Map({
    container,
    attributionControl: false,
    center: [113.3, 23.1],
    zoom: 10,
    style: {
      version: 8,
      sources: { net: { type: 'geojson', data: { type: 'FeatureCollection', features: [] }, promoteId: 'id' } },
      layers: [
        { id: 'background', type: 'background', paint: { 'background-color': BACKGROUND } },
        {
          id: 'sections',
          type: 'line',
          source: 'net',
          filter: ['==', ['get', 'what'], 'section'],
          layout: { 'line-cap': 'round' },
          paint: {
            'line-color': benefitColor,
            'line-width': ['case', ['>=', ['coalesce', ['get', 'voltageKv'], 0.4], 1], 3, 1.6],
          },
        },
        {
          id: 'chosen',
          type: 'line',
          source: 'net',
          filter: ['==', ['get', 'id'], ''],
          layout: { 'line-cap': 'round' },
          paint: { 'line-color': '#1677ff', 'line-width': 8, 'line-opacity': 0.55 },
        },
        {
          id: 'hit',
          type: 'line',
          source: 'net',
          filter: ['==', ['get', 'what'], 'section'],
          paint: { 'line-color': '#000', 'line-opacity': 0, 'line-width': 14 },
        },
        {
          id: 'nodes',
          type: 'circle',
          source: 'net',
          filter: [
            'match',
            ['get', 'kind'],
            ['transformer_lv', 'substation', 'feeder_head', 'switching_station', 'rmu'],
            true,
            false,
          ],
          paint: {
            'circle-radius': ['match', ['get', 'kind'], 'substation', 7, 'feeder_head', 4, 3],
            'circle-color': ['match', ['get', 'kind'], 'substation', '#0b2f47', 'feeder_head', '#0b5c8c', '#ffffff'],
            'circle-stroke-color': '#0b2f47',
            'circle-stroke-width': 1,
          },
        },
      ],
    },
  });
  made.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-right');
  made.on('click', 'hit', (e) => onChoose(String(e.features?.[0]?.properties?.id ?? '') || null));
  made.on('mouseenter', 'hit', () => {
    made.getCanvas().style.cursor = 'pointer';
  });
  made.on('mouseleave', 'hit', () => {
    made.getCanvas().style.cursor = '';
  });
  return made;
}

function labelsOf(map: NetworkMap): maplibregl.Marker[] {
  return map.features.flatMap((f) => {
    if (f.properties.what !== 'node' || f.geometry.type !== 'Point' || !LABELLED.has(f.properties.kind)) return [];
    const label = document.createElement('span');
    label.className = 'map-label';
    label.textContent = String(f.id);
    return [new maplibregl.Marker({ element: label, offset: [0, -14] }).setLngLat(f.geometry.coordinates)];
  });
}
