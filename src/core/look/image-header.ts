/** Type and size of an image, read from its first bytes. Only the header is believed, and nothing is decoded. */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp'

type Header = Readonly<{ type: ImageType; width: number; height: number; isAnimated: boolean }>

/** Null for anything but a PNG, JPEG, or WebP image with a complete header. */
export function readHeader(bytes: Uint8Array): Header | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const header = png(view) ?? jpeg(view) ?? webp(view)
    return header === null || header.width === 0 || header.height === 0 ? null : header
  } catch {
    // The image ends before its header does.
    return null
  }
}

function png(view: DataView): Header | null {
  if (!hasText(view, 0, '\x89PNG\r\n\x1a\n') || !hasText(view, 12, 'IHDR')) return null
  return {
    type: 'image/png',
    width: view.getUint32(16),
    height: view.getUint32(20),
    isAnimated: hasChunkBeforeData(view, 'acTL'),
  }
}

/** The chunk that makes a PNG animated comes before its image data. */
function hasChunkBeforeData(view: DataView, name: string): boolean {
  for (
    let at = 8;
    at + 8 <= view.byteLength && !hasText(view, at + 4, 'IDAT');
    at += view.getUint32(at) + 12
  ) {
    if (hasText(view, at + 4, name)) return true
  }
  return false
}

function jpeg(view: DataView): Header | null {
  if (!hasText(view, 0, '\xff\xd8\xff')) return null
  let at = 2
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    // Fill bytes may stand before a marker.
    if (marker === 0xff) at += 1
    else if (isFrame(marker))
      return {
        type: 'image/jpeg',
        width: view.getUint16(at + 7),
        height: view.getUint16(at + 5),
        isAnimated: false,
      }
    else at += 2 + view.getUint16(at + 2)
  }
  return null
}

/** The markers from C0 to CF begin a frame, but for three that define tables or are reserved. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}

function webp(view: DataView): Header | null {
  if (!hasText(view, 0, 'RIFF') || !hasText(view, 8, 'WEBP')) return null
  const still = { type: 'image/webp', isAnimated: false } as const
  if (hasText(view, 12, 'VP8 ') && hasText(view, 23, '\x9d\x01\x2a')) {
    return { ...still, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  }
  if (hasText(view, 12, 'VP8L') && view.getUint8(20) === 0x2f) {
    const bits = view.getUint32(21, true)
    return { ...still, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (hasText(view, 12, 'VP8X')) {
    const side = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_0000 + 1
    return { ...still, width: side(24), height: side(27), isAnimated: (view.getUint8(20) & 0x02) !== 0 }
  }
  return null
}

function hasText(view: DataView, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (view.getUint8(at + i) !== text.charCodeAt(i)) return false
  return true
}
