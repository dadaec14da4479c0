"""Files from strangers: what is usable is used, what is not is named."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from ml.data.decode import BrokenPhotoError, decode, difference_hash, pixels
from tests.ml.data.small_sets import encoded, jpeg, picture


def opened(photo):
    return Image.open(io.BytesIO(photo.image))


def refusal(content, box=None):
    with pytest.raises(BrokenPhotoError) as refused:
        decode(content, 160, box)
    return refused.value.code


def png_header(width, height):
    """A PNG that says that it is so large, and holds next to nothing."""
    start = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", start), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def test_a_small_photo_keeps_its_bytes():
    content = jpeg(1)
    photo = decode(content, 160)
    assert photo.image == content
    assert (photo.width, photo.height, photo.notes) == (48, 48, ())


def test_a_large_photo_is_shrunk_to_the_shorter_side():
    photo = decode(jpeg(1, (1200, 800)), 160)
    assert opened(photo).size == (photo.width, photo.height) == (240, 160)


def test_a_truncated_photo_is_refused():
    assert refusal(jpeg(1, (400, 400))[:4000]) == "truncated"


def test_a_text_file_is_refused():
    assert refusal(b"this is no photo at all") == "not_an_image"


def test_an_empty_file_is_refused():
    assert refusal(b"") == "not_an_image"


def test_one_pixel_is_refused():
    assert refusal(encoded(Image.new("RGB", (1, 1)), "PNG")) == "too_small"


def test_a_strip_is_refused():
    assert refusal(encoded(Image.new("RGB", (2000, 20)), "PNG")) == "too_narrow"


@pytest.mark.parametrize("side", [10_000, 20_000])
def test_a_huge_photo_is_refused_by_its_header_alone(side):
    assert refusal(png_header(side, side)) == "too_large"


def test_a_format_that_is_none_of_photos_is_refused():
    assert refusal(encoded(picture(1), "EPS")) == "not_an_image"


def test_an_avif_without_a_picture_in_it_is_refused():
    assert refusal(encoded(picture(1), "AVIF").replace(b"av01", b"none")) == "broken"


def test_the_pixels_of_a_photo_are_not_compressed_on_the_way():
    large = picture(1, (400, 400))
    shrunk = large.resize((160, 160), Image.Resampling.LANCZOS)
    assert np.array_equal(pixels(encoded(large, "PNG"), 160), np.asarray(shrunk))


def test_cmyk_becomes_rgb():
    photo = decode(encoded(picture(1).convert("CMYK"), "JPEG"), 160)
    assert photo.notes == ("cmyk",)
    assert opened(photo).mode == "RGB"


def test_16_bit_is_scaled_and_not_cut_off():
    levels = np.linspace(0, 65535, 48 * 48).reshape(48, 48).astype(np.uint16)
    photo = decode(encoded(Image.fromarray(levels), "PNG"), 160)
    assert photo.notes == ("16-bit",)
    assert abs(float(np.asarray(opened(photo)).mean()) - 127) < 3


def test_of_an_animation_the_first_frame_is_taken():
    frames = [Image.new("RGB", (48, 48), colour) for colour in ("red", "blue")]
    photo = decode(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]), 160)
    assert photo.notes == ("animated",)
    assert opened(photo).convert("RGB").getpixel((20, 20))[0] > 200


def test_a_photo_lying_on_its_side_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = decode(encoded(picture(1, (60, 40)), "JPEG", exif=exif), 160)
    assert photo.notes == ("rotated",)
    assert opened(photo).size == (40, 60)


def test_what_the_camera_wrote_down_is_not_passed_on():
    exif = Image.Exif()
    exif[0x010F] = "a telephone of somebody"
    content = encoded(picture(1), "JPEG", exif=exif)
    assert b"somebody" in content
    assert b"somebody" not in decode(content, 160).image


def test_see_through_parts_become_white():
    photo = decode(encoded(Image.new("RGBA", (48, 48), (255, 0, 0, 0)), "PNG"), 160)
    assert photo.notes == ("see-through",)
    assert min(opened(photo).convert("RGB").getpixel((20, 20))) > 250


def test_foreign_colours_become_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    swapped = swapped.replace("sRGB".encode("utf-16-be"), "sBGR".encode("utf-16-be"))
    red = Image.new("RGB", (48, 48), "red")
    photo = decode(encoded(red, "PNG", icc_profile=swapped), 160)
    assert photo.notes == ("colour profile",)
    assert opened(photo).convert("RGB").getpixel((20, 20))[2] > 240


def test_a_broken_colour_profile_is_passed_over():
    photo = decode(encoded(picture(1), "JPEG", icc_profile=b"nonsense"), 160)
    assert photo.notes == ()
    assert "icc_profile" not in opened(photo).info


def test_a_box_is_cut_out_and_one_beside_the_photo_refused():
    content = jpeg(1, (100, 100))
    assert decode(content, 160, (10, 20, 60, 90)).width == 50
    assert refusal(content, (200, 200, 300, 300)) == "bad_box"


def test_the_hash_survives_shrinking_and_compressing():
    small, large = picture(3, (64, 64)), picture(3, (640, 640))
    worse = Image.open(io.BytesIO(encoded(large, "JPEG", quality=30)))
    one, other = (int.from_bytes(difference_hash(image)) for image in (small, worse))
    assert (one ^ other).bit_count() <= 16
    assert (one ^ int.from_bytes(difference_hash(picture(4)))).bit_count() > 60


def test_a_blank_photo_has_no_hash():
    assert difference_hash(Image.new("RGB", (64, 64), "grey")) == b""
