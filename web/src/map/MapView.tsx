/** The map of one picture on one day. */
import type { ComponentChildren } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Scenario } from "../api";
import { Labels, labelsOf } from "./LabelLayer";
import type { Land } from "./land";
import { CorridorLayer, FlowLayer, LandLayer, LinkLayer, ScaleBar } from "./lines";
import { PlaceLayer } from "./PlaceLayer";
import { AT_REST, type Located, type Size, type View, fitted, near, zoomed } from "./projection";
import type { Scene } from "./scene";
import { spotsOf } from "./spots";
import { usePanZoom } from "./usePanZoom";
import { useSize } from "./useSize";

export interface MapProps {
  id: string;
  title: string;
  scenario: Scenario;
  scene: Scene;
  places: readonly Located[];
  land: Land | null;
  most: number;
  mostFlow: number;
  selected: string;
  names: "latin" | "arabic";
  difference: boolean;
  select(place: string): void;
  children?: ComponentChildren;
}

export function MapView(props: MapProps): ComponentChildren {
  const [frame, size] = useSize<HTMLDivElement>({ width: 620, height: 460 });
  const [view, setView] = useState<View>(AT_REST);
  const [whole, setWhole] = useState(false);
  const svg = useRef<SVGSVGElement>(null);
  usePanZoom(svg, setView);

  const close = useMemo(() => near(props.places), [props.places]);
  const shown = whole ? props.places : close;
  const projection = useMemo(() => fitted(shown, size, view), [shown, size, view]);
  const spots = useMemo(() => spotsOf(props.places, projection), [props.places, projection]);
  const land = useMemo(
    () => <LandLayer land={props.land} basemap={props.scenario.basemap} projection={projection} />,
    [props.land, props.scenario, projection],
  );
  const labels = useMemo(
    () => labelsOf(props.scene, spots, size, props.most, props.names, props.selected),
    [props.scene, spots, size, props.most, props.names, props.selected],
  );
  const show = (everything: boolean): void => {
    setWhole(everything);
    setView(AT_REST);
  };
  return (
    <div class="map-frame" ref={frame}>
      <svg id={props.id} class="map" ref={svg} width={size.width} height={size.height} viewBox={box(size)} role="group" aria-label={props.title}>
        <rect class="sheet" width={size.width} height={size.height} />
        {land}
        <LinkLayer links={props.scene.links} spots={spots} />
        <FlowLayer legs={props.scene.legs} spots={spots} most={props.mostFlow} />
        <CorridorLayer links={props.scene.links} spots={spots} />
        <PlaceLayer {...props} spots={spots} />
        <Labels labels={labels} arabic={props.names === "arabic"} />
        <ScaleBar projection={projection} size={size} />
      </svg>
      <div class="map-tools" role="group" aria-label="Window of the map">
        <button type="button" onClick={() => setView((old) => zoomed(old, 1.5, centre(size)))} aria-label="Enlarge the map">
          +
        </button>
        <button type="button" onClick={() => setView((old) => zoomed(old, 1 / 1.5, centre(size)))} aria-label="Make the map smaller">
          −
        </button>
        {close.length < props.places.length && (
          <button type="button" onClick={() => show(!whole)}>
            {whole ? "Around the city" : "Whole area"}
          </button>
        )}
        {(view.zoom !== 1 || view.shift[0] !== 0 || view.shift[1] !== 0) && (
          <button type="button" onClick={() => setView(AT_REST)}>
            Reset
          </button>
        )}
      </div>
      {props.children}
    </div>
  );
}

function box(size: Size): string {
  return `0 0 ${size.width} ${size.height}`;
}

function centre(size: Size): [number, number] {
  return [size.width / 2, size.height / 2];
}
