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
    source.setData(drawable(map));
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
      {view === null && <p className="map-wait">{t('state.loading')}</p>}
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
      sources: { net: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } } },
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

/** The layers ask for the id as a property. */
function drawable(map: NetworkMap) {
  const features = map.features.map((f) => ({ ...f, properties: { ...f.properties, id: f.id } }));
  return { type: 'FeatureCollection', features } as unknown as Parameters<maplibregl.GeoJSONSource['setData']>[0];
}

/** The substation by its own name, each feeder at its node farthest from its head, where the names do not lie on each other. */
function labelsOf(map: NetworkMap): maplibregl.Marker[] {
  const nodes = map.features.flatMap((f) =>
    f.properties.what === 'node' && f.geometry.type === 'Point'
      ? [{ id: String(f.id), at: f.geometry.coordinates as [number, number], of: f.properties }]
      : [],
  );
  const heads = nodes.filter((n) => n.of.kind === 'feeder_head');
  const stations = nodes.filter((n) => n.of.kind === 'substation').map((n) => ({ name: n.id, at: n.at }));
  const feeders = heads.map((head) => {
    const own = nodes.filter((n) => n.of.feeder === head.id && n.of.kind === 'transformer_lv');
    const away = (n: { at: [number, number] }) => (n.at[0] - head.at[0]) ** 2 + (n.at[1] - head.at[1]) ** 2;
    const end = own.reduce((far, n) => (away(n) > away(far) ? n : far), head);
    return { name: head.id, at: end.at };
  });
  return [...stations, ...feeders].map(({ name, at }) => {
    const label = document.createElement('span');
    label.className = 'map-label';
    label.textContent = name;
    return new maplibregl.Marker({ element: label, offset: [0, -16] }).setLngLat(at);
  });
}
