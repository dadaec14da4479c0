"""Parts of the trainer."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml.made_up import KINDS, golden, made_up
from ml.run_config import Augmentation, Optimiser
from ml.training.log import Log
from ml.training.rates import height

pytestmark = pytest.mark.ml


def test_the_rate_rises_straight_and_falls_as_half_a_cosine() -> None:
    how = Optimiser(warm_up=0.1, final_rate=0.0)
    assert height(0, 100, how) == pytest.approx(1 / 11)
    assert height(10, 100, how) == pytest.approx(1)
    assert height(55, 100, how) == pytest.approx(0.5)
    assert height(100, 100, how) == pytest.approx(0)


def test_first_layers_learn_slowest_and_the_head_at_its_own_rate() -> None:
    from ml.run_config import Network, Stage
    from ml.training.network import make_network, make_optimiser

    model = make_network(Network("test_efficientnet"), 6)
    optimiser = make_optimiser(
        model, Optimiser(depth_decay=0.125), Stage(32, 1, body_rate=0.8, head_rate=3.0)
    )
    highest = {group["name"]: group["highest"] for group in optimiser.param_groups}
    assert [highest[f"body {i}"] for i in range(4)] == pytest.approx([0.1, 0.2, 0.4, 0.8])
    assert highest["head"] == 3
    assert all(group["weight_decay"] == 0 for group in optimiser.param_groups if "norms" in group["name"])
    assert sum(len(group["params"]) for group in optimiser.param_groups) == len(list(model.parameters()))


def test_every_change_by_chance_repeats_with_its_seed() -> None:
    import torch

    from ml.training.augment import Chance, crop_small, mix, recolour

    def changed(seed: int) -> Any:
        chance, how = Chance(seed, torch.device("cpu")), Augmentation()
        x = torch.from_numpy(np.stack([golden(n, 64, 64) for n in range(4)])).permute(0, 3, 1, 2).float()
        x = recolour(crop_small(x, 32, how, chance), how, chance)
        return mix(x, torch.eye(4), torch.ones(4) > 0, Optimiser(mixed=1.0, cutmix=1.0), chance)[0]

    assert torch.equal(changed(1), changed(1))
    assert not torch.equal(changed(1), changed(2))
    assert changed(3).shape == (4, 3, 32, 32)


def test_light_and_colour_change_pixels_step_by_step() -> None:
    import torch

    from ml.training.augment import Chance, _relit

    x = torch.rand(4, 3, 8, 8) * 255
    found = _relit(x, 0.25, Chance(5, torch.device("cpu")))
    again = Chance(5, torch.device("cpu"))
    lit = x * again.uniform(0.75, 1.25, 4, 1, 1, 1) * again.uniform(0.92, 1.08, 4, 3, 1, 1)
    middle = lit.mean((2, 3), keepdim=True)
    lit = (lit - middle) * again.uniform(0.75, 1.25, 4, 1, 1, 1) + middle
    grey = lit.mean(1, keepdim=True)
    wanted = grey + (lit - grey) * again.uniform(0.7, 1.3, 4, 1, 1, 1)
    torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-2)


@pytest.mark.parametrize("way", ["mixup", "cutmix"])
def test_mixed_targets_follow_the_mixed_pixels(way: str) -> None:
    import torch

    from ml.training.augment import Chance, mix

    black_and_white = torch.stack([torch.zeros(3, 20, 20), torch.ones(3, 20, 20)])
    how = Optimiser(mixed=1.0, mixup=float(way == "mixup"), cutmix=float(way == "cutmix"))
    for seed in range(5):
        chance, sharp = Chance(seed, torch.device("cpu")), torch.tensor([True, False])
        x, targets, left_sharp = mix(black_and_white, torch.eye(2), sharp, how, chance)
        assert targets[:, 1].tolist() == pytest.approx(x.mean((1, 2, 3)).tolist(), abs=1e-5)
        if 0 < targets[0, 1] < 1:
            assert not left_sharp.any()


def test_a_sharp_photo_says_nothing_of_classes_that_have_no_sharp_photos() -> None:
    import torch

    from ml.training.loop import cross_entropy

    logits = torch.tensor([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]], requires_grad=True)
    targets = torch.tensor([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    possible = torch.tensor([[True, True, False], [True, True, True]])
    cross_entropy(logits, targets, possible, 0.1).backward()
    assert logits.grad is not None
    assert logits.grad[0, 2] == 0
    assert logits.grad[1, 2] > 0


def test_cross_entropy_among_all_classes_is_torchs() -> None:
    import torch

    from ml.training.loop import cross_entropy

    random = torch.Generator().manual_seed(2)
    logits, labels = torch.randn(5, 7, generator=random), torch.tensor([0, 6, 2, 2, 5])
    ours = cross_entropy(logits, torch.eye(7)[labels], torch.ones(5, 7) > 0, 0.1)
    torch.testing.assert_close(ours, torch.nn.functional.cross_entropy(logits, labels, label_smoothing=0.1))


def test_a_log_forgets_the_rows_that_come_again(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.csv", stage=0, step=0)
    for step in (1, 2, 3):
        log.add(stage=0, step=step, loss=step / 8)
    Log(tmp_path / "log.csv", stage=0, step=2).add(stage=0, step=3, loss=9.0, score=1.0)
    assert (tmp_path / "log.csv").read_text() == "stage,step,loss,score\n0,1,0.125,\n0,2,0.25,\n0,3,9,1\n"


def test_made_up_pictures_are_of_every_kind_and_repeat() -> None:
    drawn = [made_up(np.random.default_rng(seed), 96) for seed in range(40)]
    assert {name for name, _ in drawn} == set(KINDS)
    assert all(image.shape == (96, 96, 3) and image.dtype == np.uint8 for _, image in drawn)
    assert np.array_equal(drawn[7][1], made_up(np.random.default_rng(7), 96)[1])
