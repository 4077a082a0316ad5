/** A drawing of the page as a PNG file: the drawing is copied with its colours written into it, then painted on a canvas. */
import { offer } from "./csv";

const PROPERTIES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "paint-order",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "text-anchor",
  "visibility",
  "display",
];
const SHARPNESS = 2;
const NAMESPACE = "http://www.w3.org/2000/svg";

export async function savePng(id: string, name: string): Promise<void> {
  const drawing = document.getElementById(id);
  if (!(drawing instanceof SVGSVGElement)) throw new Error(`There is no drawing ${id} on the page.`);
  offer(name, await pngOf(drawing));
}

export async function pngOf(drawing: SVGSVGElement): Promise<Blob> {
  const { width, height } = drawing.getBoundingClientRect();
  const text = new XMLSerializer().serializeToString(written(drawing, width, height));
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * SHARPNESS);
    canvas.height = Math.round(height * SHARPNESS);
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("This browser gives no canvas to paint on.");
    pen.fillStyle = getComputedStyle(document.body).backgroundColor;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((keep, fail) => canvas.toBlob((blob) => (blob ? keep(blob) : fail(new Error("No PNG could be made.")))));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Returns a copy whose looks stand in attributes: an image knows no style sheet of the page. */
function written(drawing: SVGSVGElement, width: number, height: number): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", NAMESPACE);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const from = [drawing, ...drawing.querySelectorAll("*")];
  const to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((element, index) => {
    const looks = getComputedStyle(element);
    for (const property of PROPERTIES) to[index]?.setAttribute(property, looks.getPropertyValue(property));
  });
  return copy;
}
